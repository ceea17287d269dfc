# Approvals: to-do, done, one task, its history.
approval-inbox = To do
approval-inbox-about = { $n ->
    [one] 1 task waits for you
   *[other] { $n } tasks wait for you
}
approval-inbox-empty = Nothing to do
approval-inbox-empty-about = New applications that need your decision appear here, and you get a message.
approval-done = Done
approval-done-about = Applications you have decided; follow what becomes of them.
approval-done-empty = Nothing done yet
approval-done-empty-about = Applications you decide are kept here.
approval-all = All applications
approval-all-about = Every application of the units you look after, the latest change first.
approval-search = Find by number
approval-search-all = Number or whole name
approval-nothing-found = Nothing found
approval-nothing-found-about = Check the number, or ask for less.
approval-show-all = Show all
approval-col-changed = Changed
approval-lists = To do and done
approval-tab-inbox = To do { $n }
approval-tab-done = Done
approval-shown = { $n ->
    [one] 1 on this page
   *[other] { $n } on this page
}
approval-col-what = Matter
approval-col-who = Applicant
approval-col-unit = Unit
approval-col-step = Step
approval-col-arrived = Arrived
approval-col-waiting = Waiting
approval-col-mine = My decision
approval-col-decided = Decided
approval-col-state = State
approval-open = Decide
approval-details = Details
approval-waiting = Waiting { $time }

## The state of an application that somebody holds
approval-state-with = Under review ({ $doer })

## What a task was closed for
approval-task-approved = Approved
approval-task-rejected = Rejected
approval-task-abstained = Abstained
approval-task-agreed = Agreed
approval-task-disagreed = Disagreed
approval-task-returned = Returned
approval-task-passed-as-duplicate = Passed automatically
approval-task-passed-when-overdue = Passed: not decided in time
approval-task-rejected-when-overdue = Rejected: not decided in time
approval-task-application-migrated = Taken back: the process changed
approval-task-decided-by-others = Decided by others
approval-task-application-returned = Returned
approval-task-decision-withdrawn = Withdrawn
approval-task-signer-removed = Signer removed
approval-task-application-rejected = Not approved
approval-task-application-cancelled = Cancelled
approval-task-application-terminated = Terminated

approval-now = In progress
approval-now-yours = Waiting for you
approval-arrived = arrived { $time }

## What was just done
approval-said-passed-on = { $number } { $name }: approved, now with { $next }.
approval-said-through = { $number } { $name }: approved. The review is complete and the result is in force.
approval-said-approved = { $number } { $name }: approved.
approval-said-rejected = { $number } { $name }: rejected. The application has ended; the applicant can see the reason.
approval-said-returned = { $number } { $name }: returned, waiting for the applicant to correct and resubmit it.
approval-said-returned-to-step = { $number } { $name }: returned, now with { $next }.
approval-said-agreed = { $number } { $name }: you agreed; whoever asked decides now.
approval-said-disagreed = { $number } { $name }: you disagreed; whoever asked decides now.
approval-said-abstained = { $number } { $name }: you abstained.
approval-closed = { $who } closed this task at { $time }: { $what }.

## One task
approval-history = History
approval-flow = Process
approval-flow-label = Process: { $steps }
approval-flow-begin = Submitted
approval-flow-end = Complete
approval-flow-ok = done
approval-flow-warn = in progress
approval-flow-bad = rejected
approval-flow-sign = returned
approval-flow-ahead = not begun
approval-portrait = Portrait
approval-portrait-of = Portrait of { $name }
approval-unveil = Click to view; viewing is recorded
approval-submitted-at = Submitted { $time }
approval-suspended = This person is on record and suspended. Your approval does not lift that: their unit does, in the record.
approval-registered = This person is on record already; approval updates that record and makes no second one.
approval-decide = Decide
approval-phrases = Common opinions
approval-reasons = Common reasons
approval-opinion = Opinion
approval-operator = Assignee of { $step }
approval-approve = Approve
approval-approve-ok = Approve
approval-then-next = Once approved, it goes to <b>{ $next }</b>.
approval-then-outcome = This is the last step: the approval takes effect <b>at once</b>.
approval-then-others = Others have to decide this step, too.
approval-reject = Reject
approval-reject-ok = Reject
approval-reject-warning = Rejecting ends this application; the person would have to apply again.
approval-reject-instead = If only the material has faults, use
approval-reason = Reason
approval-reason-hint = Sent to the applicant as it stands
approval-return = Return for changes
approval-return-ok = Return
approval-return-to = Return to
approval-return-about = It goes back to the applicant for changes. Opinions given so far are kept.
approval-return-reason = What to change
approval-to-initiator = The initiator
approval-to-previous = The previous step
approval-comment = Comment
approval-comment-ok = Add the comment
approval-comment-about = Everyone who takes part and the applicant can read it. It does not change the process.
approval-comment-text = Comment
approval-withdraw = Take back
approval-withdraw-ok = Take it back
approval-withdraw-about = The task comes back to you to be decided again. Possible until the next step has acted.

## Other people
approval-find = Find by whole name or login
approval-find-ok = Find
approval-find-about = The list shows your own unit. To find somebody else, type the whole name or the beginning of the login and press “Find”.
approval-more = More
approval-note = Note
approval-sign = Add signers
approval-sign-ok = Ask them
approval-sign-who = Signers
approval-sign-placement = When they sign
approval-sign-about = Those asked before you give an opinion, and you decide afterwards. Those after or beside you decide with the same weight as you.
approval-placement-before = Before me: opinions first, then I decide
approval-placement-after = After me: they review once I approve
approval-placement-parallel = Beside me: we decide together
approval-sign-mode = If several
approval-mode-all = All of them
approval-mode-any = Any one of them
approval-mode-in-order = One after the other, as listed
approval-sign-why = What to confirm
approval-unsign = Remove a signer
approval-unsign-ok = Remove
approval-unsign-about = A signer who has not acted yet can be removed and is asked no longer.
approval-transfer = Transfer
approval-transfer-ok = Transfer
approval-transfer-about = The task becomes theirs. You can still read it, but no longer decide it.
approval-transfer-who = To
approval-delegate = Delegate
approval-delegate-ok = Delegate
approval-delegate-about = They give an opinion first; the task then comes back to you, and you decide.
approval-delegate-who = To
approval-copy = Copy to
approval-copy-ok = Send the copy
approval-copy-about = They may read this application, and cannot decide it.
approval-copy-who = To
approval-abstain = Abstain
approval-abstain-ok = Abstain
approval-abstain-about = An abstention counts among the voters, for neither side.
approval-opine = Answer
approval-opine-ok = Send the answer
approval-opine-about = Your answer is an opinion for whoever decides; the task then goes back to them.
approval-opine-which = Your opinion
approval-agree-yes = Agree
approval-agree-no = Disagree (say why)
approval-asked = Whoever decides asks for your opinion first.
approval-barred = You filed this application or are its subject, so you cannot decide it; you can transfer it.
approval-waits = You asked others; the task comes back to you once they have answered.
approval-closed-to = Somebody else closed this task, so the application is no longer shown to you.
approval-vote = This step needs { $needed } of { $voters }; so far { $approve } in favour, { $against } against.
approval-needs = { $who } ({ $n } have to agree)
approval-administer = Administration
approval-reassign = Reassign
approval-reassign-ok = Reassign
approval-reassign-about = Gives the task “{ $step }” to somebody else. Both the former and the new holder are told.
approval-terminate = Terminate
approval-terminate-ok = Terminate
approval-terminate-about = The application ends here; the applicant will see the reason.
approval-return-goes = Returns it to { $to }. The opinions so far stay.
approval-return-parts = Parts to correct (for a return to the initiator)
approval-return-then = Afterwards
approval-then-straight-back = Straight back to me
approval-then-step-by-step = From the first step again
approval-marked = To correct: { $parts }

## What was just done on the page of a task
approval-did-comment = The comment is posted.
approval-did-withdraw = Taken back; you can decide again.
approval-did-sign = The signers were asked.
approval-did-unsign = The signer was removed.
approval-did-transfer = Transferred; they have been told.
approval-did-delegate = Delegated; they have been told.
approval-did-copy = The copy is sent; they have been told.
approval-did-reassign = Reassigned.
approval-did-terminate = The application was terminated.

## Several at once
approval-pick = Choose { $number }
approval-pick-column = Choose
approval-pick-all = Choose all on this page
approval-batch-ok = Approve all
approval-batch-no = Reject all
approval-batch-about = { $n } chosen; please check and confirm
approval-batch-next = Each goes to the next step of its own process, is decided by itself and has its own result.
approval-batch-ok-confirm = Approve { $n }
approval-batch-no-confirm = Reject { $n }
approval-batch-none = Nothing to decide
approval-batch-none-about = Nothing was ticked, or what was ticked has been decided already. Please choose again in the to-do list.
approval-batch-done = What became of them
approval-batch-result = { $done } decided, { $left } left
approval-batch-back = Back to the to-do list
approval-batch-was-done = Decided
approval-batch-not-done = Not decided
approval-batch-left-choose-operator = The next operator has to be chosen; please decide it by itself
approval-batch-left-opinion-missing = This step requires an opinion; please decide it by itself
approval-batch-left-separation-of-duties = You filed it or are its subject, so you cannot decide it
approval-batch-left-opinion-only = An answer is wanted, not a decision; please answer it by itself
approval-batch-left-open = Please open it and decide it by itself
approval-batch-left-closed = Somebody else has closed it
approval-col-result = Result
