// What the server writes into the page for somebody who chose a theme and a size.
const [dark, large] = arguments
const page = document.documentElement
page.dataset.theme = dark ? 'dark' : 'light'
if (large) page.dataset.size = 'large'
else delete page.dataset.size
