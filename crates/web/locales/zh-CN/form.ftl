# What is wrong with an answer of a form, beside what the validators say (problem.ftl). One sentence for every code of
# tongxing_catalog::check::CODES: what is wrong, what to do.

problem-answer-missing = 请填写{ $label_zh }
problem-choice-missing = 请选择{ $label_zh }
problem-upload-missing = 请拍摄或上传{ $label_zh }
problem-period-from-missing = 请选择开始日期
problem-period-until-missing = 请选择结束日期
problem-answer-shape = 此项内容无法识别，请重新填写
problem-text-too-short = 请至少填写 { $min } 个字
problem-text-letters-digits = 此项只能填写字母、数字和短横线，请修改
problem-text-digits = 此项只能填写数字，请修改
problem-integer-format = 请填写整数，例如 12
problem-integer-too-small = 最小为 { $min }，请修改
problem-integer-too-large = 最大为 { $max }，请修改
problem-date-format = 日期无法识别，请按“2026-11-22”的格式填写
problem-date-too-early = 不能早于 { $limit }，请修改
problem-date-too-late = 不能晚于 { $limit }，请修改
problem-period-too-long = { $unit ->
    [day] 最长 { $longest } 天（首尾两天都算），请调整结束日期
    [week] 最长 { $longest } 周（首尾两天都算），请调整结束日期
    [year] 最长 { $longest } 年（首尾两天都算），请调整结束日期
   *[month] 最长 { $longest } 个月（首尾两天都算），请调整结束日期
}
problem-period-over = 结束日期已过，请选择今天或以后的日期
problem-choice-unknown = 所选内容不在列表中，请重新选择
problem-division-unknown = 没有找到这个地区，请从列表中选择省、市、区县
problem-division-county = 请选择到区县
problem-unit-unavailable = 该单位目前不接受登记，请重新选择单位
problem-upload-unavailable = 文件没有上传成功或已过期，请重新上传
problem-plate-twice = 这个车牌已经填写过，请删除重复的一项
problem-plates-too-many = 最多填写 { $max } 个车牌，请删除多余的
problem-file-kind = 不接受这种文件，请选择 { $kinds }，并确认文件完整、不含宏
problem-file-too-large = 文件超过 { $limit } MB，请压缩后再选择
