# Applying on the phone, and one's own applications. What a service itself says stands in its definition.
apply-comma = {", "}
apply-what-is-collected = What we ask for
apply-sensitive = Sensitive
apply-agree-to-each = Please decide on each
apply-optional = {" "}(you may refuse)
apply-rules = The rules in full
apply-agree = Agree and begin
apply-disagree = Disagree
apply-draft-waits = You have a form that was not submitted
apply-draft-about = Saved { $saved }, up to “{ $step }”. Starting over puts it aside.
apply-draft-go-on = Continue
apply-from-document = Filled in from the identity number
apply-first-day = First day
apply-last-day = Last day
apply-several-places = Several places fit; please choose one below
apply-which-place = Which one is it
apply-plate-colour = Colour of the plate
apply-plate-colour-usual = As usual for this number
apply-plate-add = Add another vehicle
apply-plate-change = Change { $plate }
apply-plate-remove = Remove { $plate }
apply-vehicle = Vehicle { $n }
apply-vehicles = { $n ->
    [one] { $n } vehicle
   *[other] { $n } vehicles
}
apply-pictures = { $n ->
    [one] { $n } picture
   *[other] { $n } pictures
}
apply-change = Change
apply-remove = Remove
apply-required-mark = Fields marked <span class="bad-t">*</span> are required.
apply-next = Next
apply-previous = Back
apply-later = Save and continue later
apply-save = Save
apply-submit = Submit
apply-resubmit = Submit again
apply-returned = Returned: please correct and submit again
apply-quoted = “{ $text }”
apply-overview = See everything and submit again
apply-correct = Correct and submit again
apply-review = Check what you filled in
apply-what-was-filled-in = What was filled in
apply-note-title = Note to the reviewers (optional)
apply-note = Note
apply-note-example = For example: the dates now match the contract
apply-number = Number
apply-see-progress = See the progress
apply-home = Back to the first page

query-title = Verify who you are
query-about = Enter the name and document number you registered with to see your registrations.
query-failed = Not verified
query-name = Name
query-name-example = Your name
query-number = Document number
query-number-example = Your document number
query-verify = Verify
query-help = Nothing found? Ask your host unit, or go to the manual check at the gate.
query-code-about = If the name and the document number match a registration, a code has been sent to its mobile number. It is valid for 10 minutes.
query-code-again = Enter name and number again
query-code-help = No message? Each number gets at most 3 codes in 10 minutes and 10 a day. If the number is no longer in use, ask your host unit.

confirm-title = Confirm it is you
confirm-why = Others may know a name and a document number. To see photos and everything else, and to change or withdraw, please confirm first that it is you.
confirm-phone = Mobile number given in the registration
confirm-phone-example = The whole number
confirm-code = Code from the text message
confirm-code-example = 6 digits
confirm-send = Send a code
confirm-send-again = Send another code
confirm-send-about = To the mobile number of the registration; valid for 10 minutes.
confirm-sent = The code has been sent
confirm-button = Confirm
confirm-none = This registration has no mobile number, so it cannot be confirmed here. Open it on the phone it was submitted from, or ask your host unit.
confirm-help = If the number was mistyped or is no longer in use, ask your host unit.

my-photo-given = Given
my-exit = Leave
my-filters = Filter by state
my-all = All
my-filter-running = Under review
my-filter-returned = To correct
my-filter-approved = Approved
my-filter-ended = Ended
my-none = No registrations
my-none-about = There is no registration in this state
my-new = New registration
my-submitted = submitted { $when }
my-ended = ended { $when }
my-waiting = Now: { $step } ({ $who }), waiting for { $since }
my-switch = Switch
my-detail = Details
my-progress = Progress
my-portrait = Picture of { $name }
my-correct = Correct and submit again
my-waits-for = Waiting for
my-waited = For { $since }
my-received = received { $when }
my-in-hand = In progress
my-urge = Remind
my-urge-about = Reminds whoever holds it, at most once a day.
my-urge-again = Reminded; you can remind again after { $when }.
my-urged = Whoever holds it has been reminded
my-plates = Vehicles
my-plate-authorised = Authorised
my-plate-delivered = { $n } of { $all } delivered
my-cancel = Withdraw
my-cancel-confirm = Withdraw for good
my-cancel-about = The review stops at once and cannot be resumed. To enter the campus you would have to register again.
my-cancel-reason = Reason (optional)

application-state-draft = Not submitted
application-state-running = Under review
application-state-returned = To correct
application-state-approved = Approved
application-state-rejected = Rejected
application-state-cancelled = Withdrawn
application-state-terminated = Ended by an administrator

event-submitted = Submitted
event-resubmitted = Submitted again
event-approved = Approved
event-rejected = Rejected
event-returned = Returned for changes
event-returned-to-step = Returned to a step
event-withdrawn = Opinion taken back
event-cancelled = Withdrawn
event-commented = Comment
event-urged = Reminder
event-terminated = Ended
event-abstained = Abstained
event-agreed = Agreed
event-disagreed = Disagreed
event-signers-added = Signers added
event-signer-removed = Signer removed
event-transferred = Transferred
event-delegated = Delegated
event-copied = Copied
event-reassigned = Reassigned
event-handed-over = Tasks of a leaver handed over
event-due-soon = Reminded: due soon
event-overdue = Not decided in time
event-clock-paused = Due times paused
event-clock-resumed = Due times resumed
event-migrated = Moved to another version of the process
event-arranged = Reviewers rearranged
apply-files = { $n ->
    [one] { $n } attachment
   *[other] { $n } attachments
}
apply-file-size = { $kb } KB
apply-file-kept = { $kind } file received ({ $size }); choose again to replace it
apply-file-taken = { $kinds }, at most { $limit } MB
apply-template = Download the template, fill it in and send it back
my-promised = { " · " }promised within { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
apply-guide = How to get it right the first time
apply-guide-good = Clear, from the front
apply-guide-covered = Covered
apply-guide-small = Too small
apply-guide-dark = Too dark
