import type { Page } from '@playwright/test'
import { bind, countTokens, fresh, makeAccount, makeIdentity, makeTokens, trusted } from './account-data.ts'
import { expect, expectAccessible, home, test } from './console.ts'
import { ownerCredentials } from './owner.ts'
import { signInAs } from './people.ts'

const accounts = `${home}/access/service-accounts`
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
const tab = (page: Page, name: string | RegExp) => page.getByRole('navigation', { name: 'Service account' }).getByRole('link', { name })

test('R-110 R-116 an account is created, found in the list, managed and renamed; its id goes to the clipboard', async ({
  page,
  context,
  complaints,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const name = fresh('ci-deployer')
  await page.goto(accounts)
  await button(page, 'Create Service Account').click()
  await expect(dialog(page, 'Create Service Account').getByRole('radio', { name: 'Server-side key management' })).toBeChecked()
  await button(page, 'Create').click()
  await expect(page.getByText('Give the account a name.')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await button(page, 'Create').click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

  await page.goto(`${accounts}?q=${name}`)
  await page.getByRole('link', { name: `Manage ${name}` }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await button(page, 'Copy service account id').click()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(id)

  await button(page, 'Rename').click()
  await page.getByLabel('Name of the service account').fill(`${name}-2`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: `${name}-2` })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: `${name}-2` })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Use it' })).toContainText('Once an external identity is bound below')
  expect(complaints).toEqual([])
})

test('R-020 R-021 R-022 R-115 keys made in the browser gate external identities until the server manages them', async ({
  page,
  ask,
  complaints,
}) => {
  const identity = await makeIdentity(ask)
  const name = fresh('client-keys')
  const posted: string[] = []
  page.on('request', (request) => posted.push(request.postData() ?? ''))
  await page.goto(`${accounts}?dialog=create`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('radio', { name: 'Client-side keys' }).check()
  await button(page, 'Create').click()
  await unlock(page)
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByText('Client-side', { exact: true })).toBeVisible()

  // A token is made with a share that only this browser splits, and it works.
  await tab(page, 'Tokens').click()
  const token = await createToken(page, 'by-hand')
  expect(posted.join()).not.toContain(token.split(':')[4])

  await tab(page, 'External Identities').click()
  await expect(page.getByText('External identities need server-side key management', { exact: false })).toBeVisible()
  await expect(button(page, 'Manage External Identities')).toHaveCount(0)
  await expect(page.getByText(identity.name)).toHaveCount(0)
  await button(page, 'Enable server-side key management').click()
  const keys = dialog(page, `Key management of ${name}`)
  await expect(keys.getByRole('radio', { name: 'Server-side key management' })).toBeChecked()
  await keys.getByRole('button', { name: 'Save' }).click()
  await expect(keys).toHaveCount(0)
  await expect(page.getByText('No identity is trusted yet')).toBeVisible()
  await expect(button(page, 'Manage External Identities')).toBeVisible()

  // And back: this member has held the keys, and so can take them away from the server.
  await button(page, 'Manage key management').click()
  await keys.getByRole('radio', { name: 'Client-side keys' }).check()
  await keys.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Server-side key management is off')).toBeVisible()
  expect(posted.join()).not.toContain(ownerCredentials.password)
  expect(complaints).toEqual([])
})

test('R-111 R-112 R-113 R-114 identities are toggled, searched and saved; Cancel discards', async ({ page, ask, complaints }) => {
  const account = await makeAccount(ask)
  const [first, second] = [await makeIdentity(ask, fresh('alpha')), await makeIdentity(ask, fresh('beta'))]
  await bind(ask, account.id, [first.id])
  await page.goto(`${accounts}/${account.id}`)
  await expect(page.getByRole('region', { name: 'External Identities' }).getByRole('link', { name: first.name })).toBeVisible()
  await button(page, 'Manage External Identities').click()
  const manage = dialog(page, /Manage external identities/)
  const toggle = (name: string) => manage.getByRole('switch', { name: `Trust ${name} for ${account.name}` })
  await expect(toggle(first.name)).toBeChecked()
  await expect(toggle(second.name)).not.toBeChecked()
  await toggle(second.name).check()
  await expect(manage.getByText('1 change:')).toBeVisible()
  await button(page, 'Cancel').click()
  await expect(manage).toHaveCount(0)
  expect(await trusted(ask, account.id)).toEqual([first.name])

  await button(page, 'Manage External Identities').click()
  await expect(toggle(second.name)).not.toBeChecked()
  const search = manage.getByRole('searchbox')
  await search.fill('nothing is called so')
  await expect(manage.getByText('No results', { exact: false })).toBeVisible()
  await search.fill(second.name)
  await toggle(second.name).check()
  await search.fill(first.name)
  await toggle(first.name).uncheck()
  await expect(manage.getByText('2 changes:')).toBeVisible()
  await expect(manage.getByText('stop working when it is no longer trusted', { exact: false })).toBeVisible()
  await button(page, 'Save').click()
  await expect(manage).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'External Identities' }).getByRole('link', { name: second.name })).toBeVisible()
  expect(await trusted(ask, account.id)).toEqual([second.name])

  await button(page, `Unbind ${second.name}`).click()
  await dialog(page, /^Unbind/)
    .getByRole('button', { name: 'Unbind' })
    .click()
  await expect(page.getByText('No identity is trusted yet')).toBeVisible()
  expect(await trusted(ask, account.id)).toEqual([])
  expect(complaints).toEqual([])
})

test('the dialog of identities is used by keyboard alone', async ({ page, ask }) => {
  const account = await makeAccount(ask)
  const identity = await makeIdentity(ask)
  await page.goto(`${accounts}/${account.id}/external-identities`)
  await button(page, 'Manage External Identities').focus()
  await page.keyboard.press('Enter')
  const manage = dialog(page, /Manage external identities/)
  const toggle = manage.getByRole('switch', { name: `Trust ${identity.name} for ${account.name}` })
  await expect(toggle).toBeVisible()
  await tabTo(page, manage.getByRole('searchbox'))
  await page.keyboard.type(identity.name)
  await expect(manage.getByRole('switch')).toHaveCount(1)
  await tabTo(page, toggle)
  await page.keyboard.press('Space')
  await expect(toggle).toBeChecked()
  await tabTo(page, manage.getByRole('button', { name: 'Save' }))
  await page.keyboard.press('Enter')
  await expect(manage).toHaveCount(0)
  await expect(button(page, 'Manage External Identities')).toBeFocused()
  expect(await trusted(ask, account.id)).toEqual([identity.name])
})

test('R-133 250 tokens come 25 a page, are filtered, and are revoked together', async ({ page, ask, complaints }) => {
  const account = await makeAccount(ask)
  await makeTokens(ask, account.id, 250)
  await page.goto(`${accounts}/${account.id}/tokens?sort=NAME&direction=ASC`)
  const rows = page.getByRole('table', { name: 'Tokens' }).locator('tbody tr')
  await expect(rows).toHaveCount(25)
  await expect(page.getByText('25 of 250 tokens')).toBeVisible()
  await button(page, 'Next').click()
  await expect(page.getByText('token-025')).toBeVisible()
  await expect(rows).toHaveCount(25)
  await button(page, 'Previous').click()
  await expect(page.getByText('token-000')).toBeVisible()

  await page.getByLabel('Expires').selectOption('Never')
  await expect(rows).toHaveCount(1)
  await expect(page.getByText('Never expires')).toBeVisible()
  await page.getByLabel('Expires').selectOption('Any')
  await page.getByRole('checkbox', { name: 'Select token token-003' }).check()
  await page.getByRole('checkbox', { name: 'Select token token-004' }).check()
  await button(page, 'Revoke 2 selected').click()
  await dialog(page, 'Revoke 2 tokens?').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText('25 of 248 tokens')).toBeVisible()
  expect(await countTokens(ask, account.id, 'REVOKED')).toBe(2)
  expect(await countTokens(ask, account.id, 'ACTIVE')).toBe(248)
  await page.getByLabel('Status').selectOption('Revoked')
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Search tokens').fill('token-003')
  await expect(rows).toHaveCount(1)

  await page.goto(`${home}/access/tokens?account=${account.id}`)
  await expect(page.getByText('25 of 248 tokens')).toBeVisible()
  expect(complaints).toEqual([])
})

test('a token is shown once, and leaves no trace in the address or the page', async ({ page, ask, complaints }) => {
  const account = await makeAccount(ask)
  const { name } = account
  await page.goto(`${accounts}/${account.id}/tokens`)
  const token = await createToken(page, 'release', async () => {
    await button(page, 'Close').last().click()
    await expect(dialog(page, 'Close without storing the token?')).toBeVisible()
    await dialog(page, 'Close without storing the token?').getByRole('button', { name: 'Cancel' }).click()
  })
  const answer = await fetch(new URL('/service/secrets/tokens/', page.url()), {
    headers: { authorization: `Bearer ServiceAccount ${token.split(':')[2]}` },
  })
  expect(answer.status, 'the token works').toBe(200)
  expect(page.url()).not.toContain('pss_')
  expect(await page.content()).not.toContain(token.split(':')[2])
  await expect(page.getByText('release', { exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByText('release', { exact: true })).toBeVisible()
  expect(await page.content()).not.toContain(token.split(':')[2])
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  expect(complaints).toEqual([])
})

test('an account is disabled and enabled, and deleted only when its name was typed', async ({ page, ask, complaints }) => {
  const account = await makeAccount(ask)
  await makeTokens(ask, account.id, 3)
  await page.goto(`${accounts}/${account.id}`)
  await button(page, `Actions for ${account.name}`).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await expect(page.getByText('3 live tokens stop working')).toBeVisible()
  await dialog(page, `Disable ${account.name}?`).getByRole('button', { name: 'Disable' }).click()
  await expect(page.getByText('Disabled', { exact: true })).toBeVisible()
  await button(page, `Actions for ${account.name}`).click()
  await page.getByRole('menuitem', { name: 'Enable' }).click()
  await expect(page.getByText('Enabled', { exact: true })).toBeVisible()

  await button(page, 'Delete account').click()
  const deletion = dialog(page, `Delete ${account.name}?`)
  await expect(deletion.getByText('3 live tokens stop working')).toBeVisible()
  await deletion.getByRole('button', { name: 'Delete account' }).click()
  await expect(deletion.getByText('This is not the name.')).toBeVisible()
  await deletion.getByRole('textbox').fill(account.name)
  await deletion.getByRole('button', { name: 'Delete account' }).click()
  await expect(page).toHaveURL(/service-accounts$/)
  await page.goto(`${accounts}/${account.id}`)
  await expect(page.getByText('There is no such service account')).toBeVisible()
  expect(complaints).toEqual([])
})

test('access to environments is given and taken', async ({ page, ask, complaints }) => {
  const account = await makeAccount(ask)
  const app = fresh('shop')
  await ask('mutation($input: CreateAppInput!) { createApp(input: $input) { app { id } } }', { input: { name: app } })
  await page.goto(`${accounts}/${account.id}/access?dialog=grant`)
  const grant = dialog(page, `What ${account.name} reads`)
  await grant.getByRole('searchbox').fill(app)
  await grant.getByRole('group', { name: app }).getByRole('checkbox', { name: 'Production' }).check()
  await grant.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('cell', { name: app, exact: true })).toBeVisible()
  await button(page, `Revoke Production of ${app}`).click()
  await button(page, 'Revoke access').click()
  await expect(page.getByText('It reads nothing yet')).toBeVisible()
  await tab(page, 'Activity').click()
  await expect(page.getByText('service_account.set_access').first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('who may not see accounts is told which permission it takes', async ({ page, ask, context, baseURL }) => {
  const account = await makeAccount(ask)
  const value = await signInAs(ask, baseURL ?? '', 'DEVELOPER')
  await context.addCookies([{ name: 'bonafide', value, url: baseURL ?? '', httpOnly: true, sameSite: 'Lax' }])
  for (const path of [accounts, `${accounts}/${account.id}`]) {
    await page.goto(path)
    await expect(page.getByText('ServiceAccounts: read')).toBeVisible()
    await expect(page.getByText(account.name)).toHaveCount(0)
  }
  await page.goto(`${home}/access/tokens`)
  await expect(page.getByText('ServiceAccountTokens: read')).toBeVisible()
})

const open = (name: string | RegExp) => (page: Page) => expect(dialog(page, name)).toBeVisible()
const heading = (page: Page) => expect(page.getByRole('heading', { level: 1 })).toBeVisible()

/** Below the account's own address, and what is there when the page is whole. */
const parts: [path: string, ready: (page: Page) => Promise<void>][] = [
  ['', heading],
  ['/external-identities', heading],
  ['/tokens', heading],
  ['/access', heading],
  ['/activity', heading],
  ['?dialog=manage-identities', (page) => expect(page.getByRole('switch').first()).toBeVisible()],
  ['?dialog=keys', open(/Key management/)],
  ['?dialog=delete', open(/^Delete/)],
  ['/tokens?dialog=create-token', open(/Create a token/)],
  ['/access?dialog=grant', open(/What .* reads/)],
]

for (const [path, ready] of parts) {
  test(`[account]${path} is accessible, wide and narrow, in both themes`, async ({ page, ask, complaints }) => {
    const account = await makeAccount(ask, fresh('an-account-with-a-name-of-almost-sixty-four-letters'))
    await bind(ask, account.id, [(await makeIdentity(ask)).id])
    await makeTokens(ask, account.id, 3)
    await expectAccessible(page, `${accounts}/${account.id}${path}`, () => ready(page))
    expect(complaints).toEqual([])
  })
}

test('lists of accounts and tokens are accessible, wide and narrow, in both themes', async ({ page, complaints }) => {
  await expectAccessible(page, accounts, () => heading(page))
  await expectAccessible(page, `${accounts}?dialog=create`, () => open('Create Service Account')(page))
  await expectAccessible(page, `${home}/access/tokens`, () => heading(page))
  expect(complaints).toEqual([])
})

/** The password opens the member's keys, in the browser. */
async function unlock(page: Page): Promise<void> {
  const asking = dialog(page, 'Unlock your keys')
  await asking.getByLabel('Password').fill(ownerCredentials.password)
  await asking.getByRole('button', { name: 'Unlock' }).click()
}

/** Makes a token on the page of tokens, and puts it away; answers its text. */
async function createToken(page: Page, name: string, before: () => Promise<void> = async () => {}): Promise<string> {
  await button(page, 'Create token').click()
  const form = dialog(page, /Create a token/)
  await form.getByLabel('Name').fill(name)
  await form.getByRole('button', { name: 'Create token' }).click()
  const once = dialog(page, 'Store this token now')
  const token = (await once.getByText(/^pss_service:v2:/).textContent()) ?? ''
  expect(token).toMatch(/^pss_service:v2(:[0-9a-f]{64}){4}$/)
  await before()
  await once.getByRole('checkbox', { name: 'I have stored it' }).check()
  await once.getByRole('button', { name: 'Close' }).last().click()
  await expect(once).toHaveCount(0)
  return token
}

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: ReturnType<Page['getByRole']>): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there.')
}
