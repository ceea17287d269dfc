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
approval-said-arranged = { $number } { $name }: done.
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
