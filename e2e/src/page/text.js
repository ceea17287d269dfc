// What a person reads now, in one line per line.
return document.body ? document.body.innerText : ''
