# Pages for what cannot be answered.
trouble-home = To the first page
trouble-again = Load again
trouble-query = Find my registration
trouble-sign-in = Sign in

trouble-not-found-title = No such page
trouble-not-found-advice = The link may be out of date, or the registration has been deleted. Please start again from the first page.
trouble-forbidden-title = Not for you to see
trouble-forbidden-advice = This needs a post you do not hold. If you do need it, please ask the administrator of your unit.
trouble-signed-out-title = Please sign in first
trouble-signed-out-advice = You are not signed in, or no longer. You can go on once you have signed in.
trouble-stale-form-title = This page is out of date
trouble-stale-form-advice = It has been open for too long, or you have signed in or out since. Nothing was done. Please go back, reload the page and send it once more.
trouble-malformed-title = Not understood
trouble-malformed-advice = What the browser sent was incomplete. Please go back and try again.
trouble-too-large-title = Too large
trouble-too-large-advice = This is more than we can take. Please keep photos under 10 MB, then go back and try again.
trouble-too-many-title = Too many attempts
trouble-too-many-advice = To keep information safe, please wait for a while before you try again.
trouble-wrong-method-title = Cannot be opened this way
trouble-wrong-method-advice = This address only takes what a form sends. Please start again from the first page.
trouble-timeout-title = It took too long
trouble-timeout-advice = The content did not arrive in time. Please check the network and try again.
trouble-refused-title = Cannot be done
trouble-refused-advice = This cannot be done as things stand.
trouble-failed-title = Cannot be completed right now
trouble-failed-advice = What was saved is not affected. Please try again later. If it still fails, tell the administrator this number: <b class="mono">{ $number }</b>.
