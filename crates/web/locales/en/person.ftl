# 其他人员: the list, one record, and what is done with it.
person-list-title = Other personnel
person-list-about = People on record after an approved registration. Sensitive values are hidden; seeing one takes a reason and is logged.
person-list-none = Nobody matches
person-list-none-about = Search takes a whole name, document number, phone number or staff number.
person-list-all = Show all
person-list-total = { $n ->
    [one] 1 person
   *[other] { $n } people
}
person-list-found = { $n } on this page
person-search = Whole name, document, phone or staff number
person-export = Export
person-name = Name
person-document = Document number
person-phone = Phone
person-staff-number = Staff number
person-kind = Kind
person-unit = Host unit
person-valid = Valid
person-valid-until = Valid until
person-no-end = No end date
person-since = State since
person-vehicles = Vehicles
person-state = State
person-ends-in = { $days ->
    [0] Ends today
    [one] Ends in 1 day
   *[other] Ends in { $days } days
}
person-reveal = See in full
person-reveal-of = See values of { $name } in full
person-open = Open the record of { $name }
person-portrait = Portrait of { $name }
person-reason = Reason: { $reason }
person-record = Record
person-photos-hint = Opening a photo is logged.
person-permits = Vehicle permits
person-permits-none = No vehicle is registered.
person-until = until { $until }
person-application = Registration
person-application-number = Registration number
person-application-filed = Submitted
person-revealed-title = Full value
person-revealed-about = Hidden again after 60 seconds. This has been logged and the person has been told.
person-revealed-hide = Hide now

person-state-not-yet-valid = Not yet valid
person-state-active = Active
person-state-suspended = Suspended
person-state-expired = Expired
person-state-ended = Ended

person-tab-all = All { $n }
person-tab-not-yet-valid = Not yet valid { $n }
person-tab-ending = Ends within 30 days { $n }
person-tab-active = Active { $n }
person-tab-suspended = Suspended { $n }
person-tab-expired = Expired { $n }
person-tab-ended = Ended { $n }

person-do-suspend = Suspend
person-do-resume = Resume
person-do-renew = Renew
person-do-end = End

person-value-document = Document number
person-value-phone = Phone number

## The questions before something is done. The usual reasons stand one per line.
ask-reveal-title = See in full
ask-reveal-about = A value of { $name } is shown in full for 60 seconds. The reason is logged and the person is told.
ask-reveal-ok = Show for 60 seconds
ask-reveal-value = Which value
ask-reveal-reason = Reason for seeing it
ask-reveal-usual =
    Check at the gate
    Correction of data
    Investigation of an incident
ask-suspend-title = Suspend
ask-suspend-about = From now on { $name } may not enter, and the vehicle permits are removed from the vehicle management system. You can resume at any time.
ask-suspend-ok = Suspend
ask-suspend-reason = Reason for suspending
ask-suspend-usual =
    Asked for by the unit
    Campus rules were broken
    Data must be checked
ask-resume-title = Resume
ask-resume-about = { $name } may enter again exactly as before, with the same vehicle permits, until { $until }.
ask-resume-ok = Resume
ask-resume-reason = Reason for resuming
ask-resume-usual =
    Data has been checked
    The cause is gone
ask-renew-title = Renew
ask-renew-about = { $name } is valid until { $until }. Vehicle permits that end with the stay are lengthened with it and delivered again.
ask-renew-ok = Renew
ask-renew-until = New last day
ask-renew-reason = Reason for renewing
ask-renew-usual =
    Contract renewed
    Work takes longer
ask-end-title = End the record
ask-end-about = This cannot be undone: { $name } loses every right to enter and all vehicle permits, and must register again to return.
ask-end-ok = End the record
ask-end-reason = Reason for ending
ask-end-usual =
    Has left the campus
    Contract ended
    Registered by mistake
ask-export-title = Export people
ask-export-about = Exports what the filters show now, at most 20000 people. Document and phone numbers stay hidden and there are no photos. Purpose and number of rows are logged.
ask-export-ok = Export
ask-export-reason = Purpose
person-download = Download the attachment
person-several-choose = Choose { $name }
person-several-chosen = Those chosen:
person-several-renew = Renew all
person-several-end = End all
person-several-renew-about = { $n ->
    [one] One record is renewed
   *[other] { $n } records are renewed
}: { $names }. Vehicle permits that end with the stay are lengthened and delivered again. Each is done by itself.
person-several-end-about = { $n ->
    [one] One record is ended
   *[other] { $n } records are ended
}: { $names }. This cannot be undone: every right to enter and all vehicle permits are taken back. Each is done by itself.
person-several-done = What became of them
person-several-summary = { $n } of { $all } done
person-several-result = Result
person-several-ok = Done
person-several-back = Back to the list
