# Approvals: to-do, done, one task, its history.
approval-inbox = 待办事宜
approval-inbox-about = { $n } 件待办
approval-inbox-empty = 没有待办
approval-inbox-empty-about = 有新的申请到您这里时，会出现在这里，并在消息中提醒。
approval-done = 已办事宜
approval-done-about = 您办理过的申请，可跟踪后续进展。
approval-done-empty = 还没有已办
approval-done-empty-about = 您办理过的申请会保留在这里。
approval-lists = 待办与已办
approval-tab-inbox = 待办 { $n }
approval-tab-done = 已办
approval-shown = 本页 { $n } 条
approval-col-what = 事项
approval-col-who = 申请人
approval-col-unit = 单位
approval-col-step = 当前环节
approval-col-arrived = 到达时间
approval-col-waiting = 等待
approval-col-mine = 我的操作
approval-col-decided = 办理时间
approval-col-state = 状态
approval-open = 办理
approval-details = 详情
approval-waiting = 已等待 { $time }

## The state of an application that somebody holds
approval-state-with = 审核中（{ $doer }）

## What a task was closed for
approval-task-approved = 通过
approval-task-rejected = 不通过
approval-task-abstained = 弃权
approval-task-agreed = 同意
approval-task-disagreed = 不同意
approval-task-returned = 退回
approval-task-passed-as-duplicate = 自动通过
approval-task-decided-by-others = 他人已办理
approval-task-application-returned = 已退回
approval-task-decision-withdrawn = 已撤回
approval-task-signer-removed = 已减签
approval-task-application-rejected = 未通过
approval-task-application-cancelled = 已撤销
approval-task-application-terminated = 已终止

approval-now = 处理中
approval-now-yours = 待您处理
approval-arrived = { $time } 到达

## What was just done
approval-said-passed-on = { $number } { $name }：已通过，转到{ $next }。
approval-said-through = { $number } { $name }：已通过，审批完成，结果已生效。
approval-said-approved = { $number } { $name }：已通过。
approval-said-rejected = { $number } { $name }：已办理为不通过，申请结束，申请人可以看到原因。
approval-said-returned = { $number } { $name }：已退回，等待申请人修改后重新提交。
approval-said-returned-to-step = { $number } { $name }：已驳回，转到{ $next }。
approval-said-arranged = { $number } { $name }：已办理。
approval-closed = 这项待办已由{ $who }于 { $time } 办结：{ $what }。

## One task
approval-history = 审批历史
approval-flow = 流程图
approval-flow-label = 流程图：{ $steps }
approval-flow-begin = 提交申请
approval-flow-end = 完成
approval-flow-ok = 已完成
approval-flow-warn = 处理中
approval-flow-bad = 不通过
approval-flow-sign = 已退回
approval-flow-ahead = 未开始
approval-portrait = 本人照片
approval-portrait-of = { $name }的照片
approval-unveil = 点击查看，查看会留下记录
approval-submitted-at = { $time } 提交
approval-registered = 此人已在其他人员名册中；通过后更新原有记录，不会重复登记。
approval-decide = 办理
approval-phrases = 常用语
approval-reasons = 常用原因
approval-opinion = 办理意见
approval-operator = { $step }的操作人
approval-approve = 通过
approval-approve-ok = 确认通过
approval-then-next = 通过后将转到<b>{ $next }</b>。
approval-then-outcome = 这是最后一个环节，通过后<b>立即生效</b>。
approval-then-others = 本环节还需要其他人办理。
approval-reject = 不通过
approval-reject-ok = 确认不通过
approval-reject-warning = 不通过后本次申请到此结束，对方需要重新申请。
approval-reject-instead = 只是材料有问题时，请用
approval-reason = 请输入原因
approval-reason-hint = 会原样发送给对方，请写清楚
approval-return = 退回修改
approval-return-ok = 退回
approval-return-to = 退回到
approval-return-about = 退回给申请人修改，之前的审批意见保留。
approval-return-reason = 修改说明
approval-to-initiator = 发起人
approval-to-previous = 上一环节
approval-comment = 批注
approval-comment-ok = 发表批注
approval-comment-about = 批注对所有参与办理的人和申请人可见，不改变流程。
approval-comment-text = 批注内容
approval-withdraw = 撤回
approval-withdraw-ok = 确认撤回
approval-withdraw-about = 撤回后这项待办回到您这里，可以重新办理。下一环节尚未办理时才能撤回。
