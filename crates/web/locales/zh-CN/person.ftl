# 其他人员: the list, one record, and what is done with it.
person-list-title = 其他人员
person-list-about = 登记通过后生成的在册人员。敏感信息默认隐藏，查看需填写原因并留痕。
person-list-none = 没有符合条件的人员
person-list-none-about = 搜索须输入完整的姓名、证件号、手机号或职工号。
person-list-all = 查看全部
person-list-total = 共 { $n } 条
person-list-found = 本页 { $n } 条
person-search = 完整的姓名、证件号、手机号或职工号
person-export = 导出
person-name = 姓名
person-document = 证件号
person-phone = 手机号
person-staff-number = 职工号
person-kind = 类别
person-unit = 接待单位
person-valid = 有效期
person-valid-until = 有效期至
person-no-end = 长期
person-since = 状态更新时间
person-vehicles = 车辆
person-state = 状态
person-ends-in = { $days ->
    [0] 今天到期
   *[other] { $days } 天后到期
}
person-reveal = 查看完整信息
person-reveal-of = 查看{ $name }的完整信息
person-open = 查看{ $name }的记录
person-portrait = { $name }的照片
person-reason = 原因：{ $reason }
person-record = 在册信息
person-photos-hint = 点开照片会留下查看记录。
person-permits = 车辆通行授权
person-permits-none = 没有登记车辆。
person-until = 至 { $until }
person-application = 登记申请
person-application-number = 登记编号
person-application-filed = 提交日期
person-revealed-title = 完整信息
person-revealed-about = 60 秒后自动隐藏。本次查看已写入审计日志，并已通知本人。
person-revealed-hide = 立即隐藏

person-state-not-yet-valid = 未到有效期
person-state-active = 有效
person-state-suspended = 已暂停
person-state-expired = 已过期
person-state-ended = 已注销

person-tab-all = 全部 { $n }
person-tab-not-yet-valid = 未到有效期 { $n }
person-tab-ending = 30 天内到期 { $n }
person-tab-active = 有效 { $n }
person-tab-suspended = 已暂停 { $n }
person-tab-expired = 已过期 { $n }
person-tab-ended = 已注销 { $n }

person-do-suspend = 暂停
person-do-resume = 恢复
person-do-renew = 续期
person-do-end = 注销

person-value-document = 证件号
person-value-phone = 手机号

## The questions before something is done. The usual reasons stand one per line.
ask-reveal-title = 查看完整信息
ask-reveal-about = 将显示{ $name }的完整信息 60 秒。原因写入审计日志，并通知本人。
ask-reveal-ok = 查看 60 秒
ask-reveal-value = 查看内容
ask-reveal-reason = 查看原因
ask-reveal-usual =
    现场核验
    信息更正
    事件调查
ask-suspend-title = 暂停通行
ask-suspend-about = 暂停后{ $name }的通行权限和车辆授权立即失效，并从车辆管理系统清除。可以随时恢复。
ask-suspend-ok = 确认暂停
ask-suspend-reason = 暂停原因
ask-suspend-usual =
    单位要求暂停
    违反校园管理规定
    信息需要核实
ask-resume-title = 恢复通行
ask-resume-about = 恢复后{ $name }的通行权限和车辆授权与暂停前完全一样，有效期至 { $until }。
ask-resume-ok = 确认恢复
ask-resume-reason = 恢复原因
ask-resume-usual =
    信息已核实
    暂停原因已消除
ask-renew-title = 续期
ask-renew-about = { $name }现在的有效期至 { $until }。续期后，与在校时间同时到期的车辆授权一并延长，并重新下发。
ask-renew-ok = 确认续期
ask-renew-until = 新的截止日期
ask-renew-reason = 续期原因
ask-renew-usual =
    合同续签
    工期延长
ask-end-title = 注销人员
ask-end-about = 注销后不能恢复：{ $name }的通行权限和车辆授权全部收回，再次进校须重新登记。
ask-end-ok = 确认注销
ask-end-reason = 注销原因
ask-end-usual =
    已离校
    合同终止
    登记有误
ask-export-title = 导出人员
ask-export-about = 按当前筛选条件导出，最多 20000 条。文件中的证件号和手机号仍然隐藏，不含照片。用途和条数写入审计日志。
ask-export-ok = 导出
ask-export-reason = 用途
person-download = 下载附件
person-several-choose = 选择{ $name }
person-several-chosen = 对选中的人员：
person-several-renew = 批量续期
person-several-end = 批量注销
person-several-renew-about = 将为 { $n } 人续期：{ $names }。与在校时间同时到期的车辆授权一并延长，并重新下发。每人单独办理，互不影响。
person-several-end-about = 将注销 { $n } 人：{ $names }。注销后不能恢复，通行权限和车辆授权全部收回。每人单独办理，互不影响。
person-several-done = 办理结果
person-several-summary = { $all } 人中已办理 { $n } 人
person-several-result = 结果
person-several-ok = 已办理
person-several-back = 返回名单
