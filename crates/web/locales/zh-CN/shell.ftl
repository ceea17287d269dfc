# The frame of every page: bars, menus, forms, times.
product-name = 通行
skip-to-content = 跳到主要内容
back = 返回
close = 关闭
cancel = 取消
more = 更多
actions = 操作
place = 位置
main-navigation = 主导航
quick-navigation = 快捷导航
tasks-waiting = 项待办
messages-unread = 条未读
messages-label = { $n ->
    [0] 消息
   *[other] 消息，{ $n } 条未读
}
search-everywhere = 全局搜索
search-persons = 搜索人员：姓名、证件号、手机号
account-menu = { $name }，账户菜单
account-own = 账户与安全
sign-out = 退出登录

menu-office = 个人办公
menu-desk = 办事大厅
menu-tasks = 待办事宜
menu-done = 已办事宜
menu-messages = 消息通知
menu-business = 业务办理
menu-applications = 全部申请
menu-persons = 其他人员
menu-vehicles = 车辆通行
menu-operation = 运行管理
menu-deliveries = 对接投递
menu-units = 单位与人员
menu-accounts = 账户
menu-audit = 审计日志
menu-fold = 收起菜单
menu-tab-desk = 大厅
menu-tab-tasks = 待办
menu-tab-done = 已办
menu-tab-messages = 消息
menu-tab-services = 服务
menu-tab-mine = 我的

field-choose = 请选择
field-search = 输入文字筛选
form-problems = 有 { $n } 项需要修改
form-problem = { $label }：{ $message }
steps-label = 信息录入流程，第 { $n } 步，共 { $all } 步
steps-done = 已完成：
flow-scroll = 流程图，可左右滚动
filter = 筛选
filter-all = { $label }：全部
pager = 分页
pager-previous = 上一页
pager-next = 下一页

plate-keyboard = 车牌键盘
plate-backspace = 退格
plate-done = 完成

when-today = 今天 { $time }
when-yesterday = 昨天 { $time }
when-moment = 不到 1 分钟
when-minutes = { $n } 分钟
when-hours = { $n } 小时
when-days = { $n } 天
when-date = { $month } 月 { $day } 日，星期{ $weekday ->
    [1] 一
    [2] 二
    [3] 三
    [4] 四
    [5] 五
    [6] 六
   *[7] 日
}
