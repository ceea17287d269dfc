# Why a command is refused: codes of the approval engine and of the use cases. What is so, then what to do.

## Any change
problem-changed-meanwhile = 内容刚刚被其他人更新，请刷新后再操作

## Approval
problem-already-edited = 申请人已经开始修改，不能再收回
problem-already-happened = 此事已经处理过，不会重复处理
problem-already-takes-part = 该人员已参与本环节，请选择其他人
problem-bad-renaming = 环节不能这样对应，请填写两个版本中都有的环节
problem-broken-definition = 该事项的流程设置有误，请联系系统管理员
problem-choice-not-offered = 此时不能指定该环节的操作人
problem-choose-operator = 请选择下一环节的操作人
problem-clock-already = 计时已处于该状态，请刷新页面
problem-decided-anyway = 该环节已有结论，撤回不会改变结果
problem-decision-wanted = 此项需要作出决定，请选择通过、退回或不通过
problem-earlier-holder = 该人员已办理过此事项，请选择其他人
problem-finished = 该申请已经办结，不能再操作
problem-followed-up = 下一环节已开始办理，不能撤回
problem-holds-nothing = 该人员在此申请中没有待办
problem-key-reused = 这次提交与之前的一次重复，请刷新页面后再操作
problem-no-previous-step = 前面没有可以退回的环节
problem-no-step-applies = 没有适用于该申请的审批环节，请联系系统管理员
problem-no-such-task = 没有找到这项待办，请刷新列表
problem-no-such-version = 该事项没有这个版本
problem-nobody-named = 请至少选择一人
problem-nobody-to-decide = 目前没有人可以办理下一环节，请联系流程管理员
problem-not-a-return-target = 不能退回到该环节，请重新选择
problem-not-a-signer = 该人员不能在此环节加签，请选择其他人
problem-not-active = 该人员目前不能办理，请选择其他人
problem-not-added = 本环节原有的办理人不能减签
problem-not-adder = 只有加签人或流程管理员可以减签
problem-not-administrator = 只有流程管理员可以进行这项操作
problem-not-assignee = 这项待办不在您名下
problem-not-candidates = 请从该环节的候选人中选择操作人
problem-not-due = 本环节尚未到时限
problem-not-initiator = 只有申请人可以进行这项操作
problem-not-offered = 本环节不提供这项操作
problem-not-participant = 只有参与该申请的人可以进行这项操作
problem-not-system = 此操作只由系统自动进行
problem-nothing-left = 在该版本中已没有可办理的环节，申请保持不变
problem-nothing-to-withdraw = 没有可以撤回的办理意见
problem-only-before = 征求意见的事项只能在前面再征求意见
problem-opinion-missing = 请填写办理意见
problem-opinion-only = 此项只需填写意见，不需要作出决定
problem-previous-unclear = 前面有多个环节，请选择退回到哪一个
problem-separation-of-duties = 您是该申请的申请人或当事人，不能办理授予权限的环节
problem-signer-acted = 被加签人已经办理，不能减签
problem-task-closed = 这项待办已经办结，可能已由他人办理，请刷新页面
problem-task-waiting = 这项待办需等其他人先办理
problem-too-deep = 加签最多 { $limit } 层
problem-too-many-transfers = 一项待办最多转办 { $limit } 次
problem-urged-too-soon = 刚刚催办过，请过一段时间再催
problem-vote-half-cast = 当前环节已有人表态，请等该环节办结后再操作
problem-way-not-offered = 请选择修改后从哪一环节继续
problem-wrong-state = 当前状态下不能进行这项操作，请刷新页面

## Accounts and units
problem-sign-in-failed = 登录失败，请核对账号、密码和验证码
problem-sign-in-locked = 登录失败次数过多，请在 { $minutes } 分钟后再试
problem-too-many-tries = 尝试次数过多，请在 { $minutes } 分钟后再试
problem-code-required = 请输入身份验证器上的 6 位验证码
problem-login-form = 账号为 2 至 40 位字母、数字、点、横线或下划线
problem-login-taken = 该账号已被使用，请换一个
problem-own-account = 不能停用或重置自己的账户
problem-password-drawn = 密码刚刚已重置，不会再次生成。没有记下的，请回到账户页重新操作
problem-own-role = 不能给自己授予或收回角色
problem-password-differs = 两次输入的新密码不一致
problem-password-wrong = 当前密码不正确
problem-password-same = 新密码不能与当前密码相同
problem-separated-account = 系统、安全、审计管理员的账号只能由负责人在服务器上重置或停用（tongxing account）
problem-token-days = 请选择有效期
problem-token-too-many = 令牌太多，请先停用不再使用的
problem-role-campus-only = 该角色面向全校，不能限定单位
problem-import-unknown-account = 没有这个账号，请核对，或先导入人员
problem-code-wrong = 验证码不正确，请核对手机时间后重新输入
problem-password-known = 这个密码太常见，容易被猜到，请换一个
problem-password-too-long = 密码太长，最多 { $max } 个字符
problem-password-too-short = 密码太短，请设置 { $min } 个字符以上的密码
problem-sheet-missing = 请选择要导入的表格文件
problem-role-held = 该人员已有此角色
problem-roles-exclude = 系统、安全、审计三种管理员不能由同一人兼任
problem-second-factor-not-begun = 请先扫描二维码，再输入验证码
problem-second-factor-on = 已开启二次验证。如需更换验证器，请先关闭
problem-code-taken = 该编码已被使用，请换一个
problem-unit-below-itself = 单位不能放在自己或自己的下级之下
problem-unit-code-form = 编码为 1 至 20 位字母、数字、点、横线或下划线
problem-import-twice = 与前面的一行重复
problem-import-unknown-role = 没有这个角色，请核对名称
problem-import-unknown-unit = 没有这个单位，请核对编码
problem-sheet-column-missing = 表格缺少“{ $column }”列，请使用模板
problem-sheet-empty = 表格中没有数据
problem-sheet-too-large = 表格文件太大，请分成几个文件导入
problem-sheet-too-long = 表格行数太多，请分成几个文件导入
problem-sheet-unreadable = 无法读取这个文件，请使用 XLSX 或 UTF-8 编码的 CSV

## Applying
problem-consent-needed = 需要您同意后才能登记
problem-draft-gone = 草稿已超过保存期限或已经提交，请从首页重新开始
problem-not-returned = 该登记目前不在您手中，不能修改
problem-open-application = 您已有一份登记 { $number } 正在办理，请等待办结，或先撤回
problem-page-stale = 页面已过期，请刷新后再试
problem-confirm-failed = 验证失败，请核对后重试
problem-confirm-needed = 请先确认是本人
problem-query-failed = 验证失败。请核对姓名和证件号

## People
problem-date-needed = 请填写日期，例如 2027-01-31
problem-renewal-too-long = 最晚只能续期到 { $furthest }，请修改
problem-export-too-large = 一次最多导出 { $max } 条，请缩小筛选范围
problem-copy-not-active = 所选人员中有人已停用，请重新选择
problem-batch-empty = 请至少勾选一项
problem-batch-too-large = 一次最多办理 { $most } 项，请分批办理
problem-batch-not-yours = 已不在您的待办中
