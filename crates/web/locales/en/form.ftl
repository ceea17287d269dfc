# What is wrong with an answer of a form, beside what the validators say (problem.ftl). One sentence for every code of
# tongxing_catalog::check::CODES: what is wrong, what to do.

problem-answer-missing = Please fill in “{ $label_en }”
problem-choice-missing = Please choose “{ $label_en }”
problem-upload-missing = Please take or upload “{ $label_en }”
problem-period-from-missing = Please choose the first day
problem-period-until-missing = Please choose the last day
problem-answer-shape = This answer could not be read; please enter it again
problem-text-too-short = Please write at least { $min } characters
problem-text-letters-digits = Only letters, digits and hyphens are possible here; please correct it
problem-text-digits = Only digits are possible here; please correct it
problem-integer-format = Please enter a whole number, for example 12
problem-integer-too-small = The smallest possible number is { $min }; please correct it
problem-integer-too-large = The largest possible number is { $max }; please correct it
problem-date-format = The date could not be read; please write it like 2026-11-22
problem-date-too-early = The date cannot be before { $limit }; please correct it
problem-date-too-late = The date cannot be after { $limit }; please correct it
problem-period-too-long = { $unit ->
    [day] At most { $longest } days are possible, first and last included; please choose an earlier last day
    [week] At most { $longest } weeks are possible, first and last day included; please choose an earlier last day
    [year] At most { $longest } years are possible, first and last day included; please choose an earlier last day
   *[month] At most { $longest } months are possible, first and last day included; please choose an earlier last day
}
problem-period-over = The last day has passed; please choose today or a later day
problem-choice-unknown = This is not one of the choices; please choose again
problem-division-unknown = This place was not found; please choose province, city and county from the list
problem-division-county = Please choose a county or district
problem-unit-unavailable = This unit does not accept registrations at the moment; please choose another one
problem-upload-unavailable = The file did not arrive or has expired; please upload it again
problem-plate-twice = This plate is already in the list; please remove one of the two
problem-plates-too-many = At most { $max } plates are possible; please remove the others
problem-file-kind = This file is not taken: choose { $kinds }, whole and without macros
problem-file-too-large = The file has more than { $limit } MB; make it smaller and choose it again
