# Messages in the portal. One sentence for every kind of tongxing_usecases::notification::Kind.
notification-title = 消息通知
notification-unread = { $n ->
    [0] 没有未读消息
   *[other] { $n } 条未读
}
notification-read-all = 全部已读
notification-new = 新
notification-today = 今天
notification-earlier = 更早
notification-empty = 没有消息
notification-empty-about = 有新的待办或进展时，会在这里提醒您。
notification-reason = 原因：{ $reason }

notification-task-arrived = 有新的待办
notification-urged = 有人催办
notification-task-taken-back = 一项待办已被收回
notification-task-void = 一项待办已无需办理
notification-copied = 有事项抄送给您
notification-application-returned = 申请被退回修改
notification-application-approved = 申请已通过
notification-application-rejected = 申请未通过
notification-application-terminated = 申请被终止
notification-revealed = 有人查看了您的完整信息
notification-password-reset = 系统管理员重置了您的密码。如果不是您要求的，请联系系统管理员
