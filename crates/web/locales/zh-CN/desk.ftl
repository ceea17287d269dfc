# The portal's first page.
desk-morning = 上午好，{ $name }
desk-afternoon = 下午好，{ $name }
desk-evening = 晚上好，{ $name }
desk-waiting = { $n ->
    [0] 没有待办事项
   *[other] 有 { $n } 件事等您办理
}
desk-all-tasks = 全部 { $n } 件
desk-all = 全部
desk-no-tasks = 没有等您办理的事项。新的申请到达时会出现在这里。
desk-no-notices = 没有消息。
desk-matter = 事项
desk-step = 当前环节
desk-arrived = 到达
desk-decide = 办理
desk-shortcuts = 业务直通车
desk-overview = 我的概况
desk-done-this-week = 本周已办
desk-unread = 未读消息
desk-filed = 我发起的
desk-new = 未读
desk-about-persons = 查看记录，暂停、续期、注销
desk-about-vehicles = 查看授权车辆与有效期
desk-about-deliveries = 查看送往其他系统的数据，重新发送
desk-about-units = 维护单位树，从表格导入
desk-about-accounts = 开通账户，授予或收回角色
desk-about-audit = 谁在何时做了什么，校验记录完整

