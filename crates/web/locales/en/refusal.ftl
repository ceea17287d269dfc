# Why a command is refused: codes of the approval engine and of the use cases. What is so, then what to do.

## Any change
problem-changed-meanwhile = Somebody has just changed this; please reload the page and try again

## Approval
problem-already-edited = The applicant has begun to make changes, so it cannot be taken back
problem-already-happened = This has happened already; nothing more follows from it
problem-already-takes-part = This person already takes part in the step; please choose somebody else
problem-bad-renaming = A step cannot be renamed like this; please name steps of both versions
problem-broken-definition = The process of this service is not set up correctly; please tell the system administrator
problem-choice-not-offered = Who decides that step cannot be chosen now
problem-choose-operator = Please choose who decides the next step
problem-clock-already = The clock of due times is already in that state; please reload the page
problem-decided-anyway = The step is already decided; withdrawing would change nothing
problem-decision-wanted = This needs a decision: please approve, return or reject
problem-earlier-holder = This person has already dealt with it; please choose somebody else
problem-finished = This application has ended; nothing can be done with it any more
problem-followed-up = The next step has already been acted on, so this cannot be withdrawn
problem-holds-nothing = This person holds no task of the application
problem-key-reused = This was sent before with something else in it; please reload the page and try again
problem-no-previous-step = There is no earlier step to return to
problem-no-step-applies = No step of the process fits this application; please tell the system administrator
problem-no-such-task = There is no such task; please reload the list
problem-no-such-version = There is no such version of the service
problem-nobody-named = Please choose at least one person
problem-nobody-to-decide = Nobody can decide the next step at present; please tell the process administrator
problem-not-a-return-target = It cannot be returned to that step; please choose another
problem-not-a-signer = This person cannot sign in this step; please choose somebody else
problem-not-active = This person cannot act at present; please choose somebody else
problem-not-added = People who belong to the step itself cannot be removed
problem-not-adder = Only whoever added the signer, or a process administrator, can remove them
problem-not-administrator = Only a process administrator can do this
problem-not-assignee = This task is not yours
problem-not-candidates = Please choose among the people offered for the step
problem-not-due = This step is not due
problem-not-initiator = Only the applicant can do this
problem-not-offered = This step does not offer that
problem-not-participant = Only people who take part in the application can do this
problem-not-system = Only the system does this by itself
problem-nothing-left = In that version nothing would be left to decide; the application stays where it is
problem-nothing-to-withdraw = There is no decision of yours that could be withdrawn
problem-only-before = Where an opinion is asked for, further opinions can only be asked for before it
problem-opinion-missing = Please give your opinion
problem-opinion-only = This asks for an opinion, not for a decision
problem-previous-unclear = Several steps come before this one; please choose which to return to
problem-separation-of-duties = You filed this application or it is about you, so you cannot decide a step that grants access
problem-signer-acted = The signer has already acted and cannot be removed
problem-task-closed = This task is closed; somebody else may have been faster. Please reload the page
problem-task-waiting = Others have to act before this task
problem-too-deep = Signers can be added at most { $limit } levels deep
problem-too-many-transfers = A task can be transferred at most { $limit } times
problem-urged-too-soon = They were urged a short while ago; please wait before you urge again
problem-vote-half-cast = Somebody has already voted in the open step; please wait until it is decided
problem-way-not-offered = Please choose where it continues after the changes
problem-wrong-state = This cannot be done as things stand; please reload the page

## Accounts and units
problem-sign-in-failed = Sign-in failed; please check the account, the password and the code
problem-sign-in-locked = { $minutes ->
    [one] Too many failures; please try again in 1 minute
   *[other] Too many failures; please try again in { $minutes } minutes
}
problem-too-many-tries = { $minutes ->
    [one] Too many attempts; please try again in 1 minute
   *[other] Too many attempts; please try again in { $minutes } minutes
}
problem-code-required = Please enter the 6 digits shown by your authenticator
problem-login-form = An account name has 2 to 40 letters, digits, dots, hyphens or underscores
problem-login-taken = This account name is taken; please choose another
problem-own-account = You cannot close or reset your own account
problem-password-drawn = The password has just been reset and is not drawn again. If it was not written down, go back to the account and reset it once more
problem-own-role = You cannot give roles to yourself or take them
problem-password-differs = The two new passwords differ
problem-password-wrong = The present password is not correct
problem-password-same = The new password must differ from the present one
problem-separated-account = Accounts of system, security and audit administrators are reset or closed only on the server itself (tongxing account)
problem-token-days = Please choose how long it lives
problem-token-too-many = There are too many tokens; please end those that are no longer used
problem-role-campus-only = This role is for the whole campus and cannot be limited to a unit
problem-import-unknown-account = There is no such account; please check it, or import the people first
problem-code-wrong = The code is not correct; please check the time of your phone and enter it again
problem-password-known = This password is widely known and easily guessed; please choose another
problem-password-too-long = The password is too long; { $max } characters at most
problem-password-too-short = The password is too short; please use at least { $min } characters
problem-sheet-missing = Please choose the sheet to import
problem-role-held = This person already holds the role
problem-roles-exclude = Nobody can be more than one of system, security and audit administrator
problem-second-factor-not-begun = Please scan the QR code first, then enter the code
problem-second-factor-on = Codes are asked for already. To change the generator, turn the second factor off first
problem-code-taken = This code is taken; please choose another
problem-unit-below-itself = A unit cannot stand below itself
problem-unit-code-form = A code has 1 to 20 letters, digits, dots, hyphens or underscores
problem-import-twice = The same as an earlier row
problem-import-unknown-role = There is no such role; please check its name
problem-import-unknown-unit = There is no such unit; please check its code
problem-sheet-column-missing = The column “{ $column }” is missing; please use the template
problem-sheet-empty = There is nothing in the sheet
problem-sheet-too-large = The file is too large; please import it in parts
problem-sheet-too-long = There are too many rows; please import them in parts
problem-sheet-unreadable = This file cannot be read; please use XLSX, or CSV in UTF-8

## Applying
problem-consent-needed = Registration needs your consent to this
problem-draft-gone = This form was kept for its time or has been submitted; please begin again from the first page
problem-not-returned = This registration is not with you at present, so it cannot be changed
problem-open-application = You already have a registration under way, { $number }; please wait until it ends, or withdraw it first
problem-page-stale = This page is out of date; please reload it and try again
problem-confirm-failed = Not verified; please check and try again
problem-confirm-needed = Please confirm first that it is you
problem-query-failed = Not verified. Please check the name and the document number

## People
problem-date-needed = Please give a date, for example 2027-01-31
problem-renewal-too-long = The latest day possible is { $furthest }; please change it
problem-export-too-large = At most { $max } rows can be exported at once; please narrow the filter
problem-copy-not-active = Somebody among them cannot sign in any more; please choose again
problem-batch-empty = Please tick at least one line
problem-batch-too-large = At most { $most } at once; please do it in several goes
problem-batch-not-yours = It is no longer among your tasks
