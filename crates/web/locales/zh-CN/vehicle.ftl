# 车辆通行: the permits, and taking one back.
vehicle-list-title = 车辆通行
vehicle-list-about = 审批通过的车牌自动下发到车辆管理系统。
vehicle-list-none = 没有符合条件的车辆
vehicle-list-none-about = 可以只输入车牌的开头几位。
vehicle-list-shown = 本页 { $n } 条
vehicle-search = 车牌，可只输入开头几位
vehicle-plate = 车牌
vehicle-holder = 车主
vehicle-delivery = 下发
vehicle-delivery-none = 未对接
vehicle-withdraw = 收回

permit-state-not-yet-valid = 未到有效期
permit-state-active = 有效
permit-state-suspended = 已暂停
permit-state-expired = 已过期
permit-state-withdrawn = 已收回

ask-withdraw-title = 收回车辆授权
ask-withdraw-about = 收回后 { $plate } 立即失效，并从车辆管理系统清除，不能恢复。{ $name }本人的通行不受影响。
ask-withdraw-ok = 确认收回
ask-withdraw-reason = 收回原因
ask-withdraw-usual =
    车辆已更换
    车牌填写有误
    不再驾车入校
