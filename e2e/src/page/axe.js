// Runs axe-core in the page. The last argument is called when it is done.
const done = arguments[arguments.length - 1]
axe.run(document, {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] },
  resultTypes: ['violations'],
}).then(
  result => done({ violations: result.violations.map(v => ({
    rule: v.id, impact: v.impact, help: v.help,
    places: v.nodes.map(n => ({ target: n.target.join(' '), html: n.html, why: n.failureSummary })),
  })) }),
  error => done({ error: String(error) }),
)
