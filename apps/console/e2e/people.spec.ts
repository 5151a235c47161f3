import type { Page } from '@playwright/test'
import { expect, expectAccessible, home, test } from './console.ts'
import { askFrom, join, newPerson, type Person, roleId, signedInBrowser, signInAs, statusOf } from './new-members.ts'
import { ownerCredentials } from './owner.ts'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function acceptInvite(page: Page, link: string, person: Person): Promise<void> {
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Join Example' })).toBeVisible()
  expect(new URL(page.url()).hash).toBe('')
  await page.getByLabel('Full name').fill(person.fullName)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await button(page, 'Accept the invite').click()
  await expect(page.getByTestId('recovery-code')).toHaveText(/^(?:[0-9a-f]{8} ?){8}$/, { timeout: 150_000 })
  await page.getByLabel('I have saved the recovery code').check()
  await button(page, 'Go to the console').click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

test('GQL-31 somebody is invited, joins in another browser, gets another role at once, and is removed', async ({
  page,
  browser,
  baseURL,
  complaints,
}) => {
  // Keys are derived in two browsers, four times.
  test.slow()
  const bo = newPerson('Bo Lind')
  await page.goto(`${home}/access/members`)
  await button(page, 'Invite a member').click()
  await page.getByLabel('E-mail').fill(bo.email)
  await page.getByRole('dialog').getByLabel('Role').selectOption('Developer')
  await expect(page.getByText('Roles that you cannot give here')).toBeVisible()
  await button(page, 'Make the invite link').click()
  await expect(page.getByText('this server sends no e-mail')).toBeVisible()
  const link = (await page.getByRole('dialog').locator('pre').textContent()) ?? ''
  expect(link).toMatch(new RegExp(`^${baseURL}/invite#[\\w-]{43}$`))
  await button(page, 'Done').click()
  await expect(page.getByRole('table', { name: 'Pending invites' }).getByText(bo.email)).toBeVisible()

  const other = await browser.newContext({ baseURL })
  const theirs = await other.newPage()
  await acceptInvite(theirs, link, bo)
  const again = await browser.newPage({ baseURL })
  await again.goto(link)
  await expect(again.getByText('unknown, used, withdrawn or expired')).toBeVisible()
  await again.close()
  await theirs.goto(`${home}/access/members`)
  await expect(theirs.getByRole('link', { name: bo.fullName })).toBeVisible()
  await expect(button(theirs, 'Invite a member')).toHaveCount(0)
  expect(await statusOf(theirs)).toBe(200)

  await page.reload()
  await expect(page.getByRole('table', { name: 'Members' })).toContainText('Developer')
  await button(page, `Actions for ${bo.fullName}`).click()
  await page.getByRole('menuitem', { name: 'Change role' }).click()
  await page.getByRole('dialog').getByLabel('Role').selectOption('Manager')
  await button(page, 'Change role').click()
  await expect(page.getByText(`${bo.fullName} is Manager now`).first()).toBeVisible()
  expect(await statusOf(theirs)).toBe(401)
  await theirs.reload()
  await expect(theirs).toHaveURL(/\/login\?next=/)
  await signInAs(theirs, bo)
  await expect(button(theirs, 'Invite a member')).toBeVisible()

  await page.getByRole('link', { name: bo.fullName }).click()
  await button(page, 'Remove member').click()
  await page.getByRole('dialog').getByRole('textbox').fill('Bo')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click()
  await expect(page.getByText('This is not the name.')).toBeVisible()
  expect(await statusOf(theirs)).toBe(200)
  await page.getByRole('dialog').getByRole('textbox').fill(bo.fullName)
  await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click()
  await expect(page).toHaveURL(/\/access\/members$/)
  await expect(page.getByRole('link', { name: bo.fullName })).toHaveCount(0)
  expect(await statusOf(theirs)).toBe(401)
  await theirs.reload()
  await expect(theirs).toHaveURL(/\/login\?next=/)
  await other.close()
  expect(complaints).toEqual([])
})

test('WEB-10 an invite that was withdrawn opens nothing and says so; the last owner cannot be removed', async ({
  page,
  ask,
  browser,
  baseURL,
}) => {
  const { inviteMember } = await ask<{ inviteMember: { code: string; invite: { id: string } } }>(
    'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { code invite { id } } }',
    { input: { email: newPerson('Once').email, roleId: await roleId(ask, 'Developer') } },
  )
  const context = await browser.newContext({ baseURL })
  const visitor = await context.newPage()
  await visitor.goto(`/invite#${inviteMember.code}`)
  await expect(visitor.getByRole('heading', { name: 'Join Example' })).toBeVisible()
  await ask('mutation ($input: CancelInviteInput!) { cancelInvite(input: $input) { cancelledId } }', {
    input: { id: inviteMember.invite.id },
  })
  await visitor.goto('/login')
  await visitor.goto(`/invite#${inviteMember.code}`)
  await expect(visitor.getByRole('heading', { name: 'This invite cannot be used' })).toBeVisible()
  await expect(visitor.getByText('unknown, used, withdrawn or expired')).toBeVisible()
  await context.close()

  await page.goto(`${home}/access/members`)
  await page.getByRole('link', { name: 'Ada', exact: true }).click()
  await expect(page.getByText('the last owner cannot be removed')).toBeVisible()
  await expect(button(page, 'Remove member')).toHaveCount(0)
})

test('WEB-36 a role is created with the keyboard, used, and never gives more than its maker has', async ({
  page,
  ask,
  browser,
  baseURL,
  complaints,
}) => {
  await page.goto(`${home}/access/roles`)
  const matrix = page.getByRole('table', { name: 'What each role may do' })
  for (const name of ['Owner', 'Admin', 'Manager', 'Developer', 'Service'])
    await expect(matrix.getByRole('columnheader', { name })).toBeVisible()
  await expect(matrix.getByRole('row', { name: /^External identities/ })).toContainText('create, read, update, delete')

  await page.getByRole('link', { name: 'Create a role' }).click()
  await page.getByLabel('Name').fill('Role keeper')
  const roles = page.getByRole('group', { name: 'Roles, in the organisation' })
  await roles.getByLabel('all').focus()
  await page.keyboard.press('Space')
  for (const action of ['create', 'read', 'update', 'delete']) await expect(roles.getByLabel(action)).toBeChecked()
  await expect(page.getByRole('group', { name: 'External identities, in the organisation' }).getByLabel('bind')).toBeVisible()
  await page.getByRole('group', { name: 'Logs, in the organisation' }).getByLabel('read').check()
  await button(page, 'Create role').click()
  await expect(page.getByRole('table', { name: 'Roles of your own' })).toContainText('Role keeper')
  await page.getByRole('checkbox', { name: 'Role keeper' }).check()
  await expect(matrix.getByRole('columnheader', { name: 'Role keeper' })).toBeVisible()

  const keeper = newPerson('Keeper')
  const session = await join(ask, baseURL, keeper, await roleId(ask, 'Role keeper'))
  const context = await signedInBrowser(browser, baseURL, session)
  const theirs = await context.newPage()
  await theirs.goto(`${home}/access/roles/new`)
  await expect(theirs.getByRole('group', { name: 'Apps, in the organisation' }).getByLabel('create')).toBeDisabled()
  await expect(theirs.getByRole('group', { name: 'Logs, in the organisation' }).getByLabel('read')).toBeEnabled()
  await theirs.goto(`${home}/access/roles/${await roleId(ask, 'Role keeper')}`)
  await expect(theirs.getByText('nobody changes the own role')).toBeVisible()
  const input = { name: 'Too much', permissions: { organisation: [{ resource: 'Apps', actions: ['CREATE'] }] } }
  const query = 'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }'
  const refused = await askFrom(theirs, query, { input })
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'forbidden' } }] })
  await theirs.goto(`${home}/access/members`)
  await expect(theirs.getByRole('heading', { name: 'You may not see members' })).toBeVisible()
  await context.close()

  await page.goto(`${home}/access/roles`)
  await button(page, 'Actions for Role keeper').click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByText('A role in use cannot be deleted')).toBeVisible()
  await page.getByRole('dialog').getByRole('textbox').fill('Role keeper')
  await button(page, 'Delete role').click()
  await expect(page.getByText('This role is in use.')).toBeVisible()
  expect(complaints).toEqual([])
})

test('a personal access token is shown once, carries a share of the keys, and works until it is revoked', async ({ page, complaints }) => {
  await page.goto(`${home}/access/authentication`)
  await button(page, 'Create a token').click()
  await page.getByLabel('Name').fill('laptop')
  await expect(page.getByLabel('Expires after')).toHaveValue('30')
  await page.getByLabel('Also open end-to-end encrypted apps').check()
  await page.getByLabel('Your password').fill(ownerCredentials.password)
  await button(page, 'Unlock my keys').click()
  await expect(page.getByLabel('Your password')).toHaveCount(0)
  await button(page, 'Create token').click()
  const token = (await page.getByRole('dialog').locator('pre').textContent()) ?? ''
  expect(token).toMatch(/^pss_user:v1:[0-9a-f]{64}:[0-9a-f]{64}:[0-9a-f]{64}:[0-9a-f]{64}$/)
  await button(page, 'Done').click()
  await expect(page.getByText('Store the token first')).toBeVisible()
  await page.getByLabel('I have stored it').check()
  await button(page, 'Done').click()
  const row = page.getByRole('table', { name: 'Personal access tokens' }).getByRole('row', { name: /laptop/ })
  await expect(row).toContainText('All apps')
  expect(await page.content()).not.toContain(token.split(':')[2])

  const asked = async () => {
    const headers = { authorization: `Bearer User ${token.split(':')[2]}`, 'content-type': 'application/json' }
    const url = new URL('/api/graphql', page.url())
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: '{ viewer { name } }' }) })).status
  }
  expect(await asked()).toBe(200)
  await button(page, 'Revoke laptop').click()
  await button(page, 'Revoke token').click()
  // While a dialog is open, nothing behind it has a role.
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(row).toHaveCount(0)
  expect(await asked()).toBe(401)
  expect(complaints).toEqual([])
})

test('a session that is ended from elsewhere is signed out, and what it saw cannot be looked at again (WEB-32)', async ({
  page,
  browser,
  baseURL,
  ask,
}) => {
  const person = newPerson('Two Browsers')
  const first = await join(ask, baseURL, person, await roleId(ask, 'Developer'))
  const context = await signedInBrowser(browser, baseURL, first)
  const theirs = await context.newPage()
  const elsewhere = await browser.newContext({ baseURL })
  const other = await elsewhere.newPage()
  await other.goto(`/login?next=${home}/access/members`)
  await signInAs(other, person)
  await expect(other.getByRole('link', { name: person.fullName })).toBeVisible()

  await theirs.goto(`${home}/access/authentication`)
  await expect(theirs.getByRole('row', { name: /This session/ })).toHaveCount(1)
  await theirs.getByRole('button', { name: /^Sign out Chrome/ }).click()
  await expect(theirs.getByText(/was signed out/).first()).toBeVisible()
  expect(await statusOf(other)).toBe(401)
  await other.reload()
  await expect(other).toHaveURL(/\/login/)

  await theirs.goto(`${home}/access/members`)
  await expect(theirs.getByRole('link', { name: person.fullName })).toBeVisible()
  await button(theirs, `Account of ${person.fullName}`).click()
  await theirs.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(theirs).toHaveURL(/\/login$/)
  await theirs.goBack()
  await expect(theirs).toHaveURL(/\/login/)
  await expect(theirs.getByText(person.email)).toHaveCount(0)
  const kept = await theirs.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }))
  expect(JSON.stringify(kept)).not.toContain(person.email)
  expect(kept.workers).toBe(0)
  await context.close()
  await elsewhere.close()
  await page.goto(`${home}/access/members?q=${encodeURIComponent(person.email)}`)
  await expect(page.getByRole('link', { name: person.fullName })).toBeVisible()
})

test('the audit log tells before and after, narrows down, and exports both formats', async ({ page, ask, complaints }) => {
  const create = 'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }'
  const organisation = [{ resource: 'Logs', actions: ['READ'] }]
  const { createRole } = await ask<{ createRole: { role: { id: string } } }>(create, {
    input: { name: 'Audited', permissions: { organisation } },
  })
  const { id } = createRole.role
  const update = 'mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { role { id } } }'
  await ask(update, { input: { id, permissions: { organisation: [{ resource: 'Roles', actions: ['READ'] }] } } })

  await page.goto(`${home}/logs?resource=${id}`)
  await expect(page.getByText('About Audited')).toBeVisible()
  await page.getByRole('button', { name: 'Details: Ada updated role Audited' }).click()
  const change = page.locator('dl').filter({ hasText: 'permissions.organisation.Roles' })
  await expect(change.first()).toContainText('added: read')
  await expect(change.first()).toContainText('removed: read')
  await page.getByRole('link', { name: 'Permalink' }).click()
  await expect(page).toHaveURL(/event=/)
  await expect(page.getByRole('button', { name: 'Details: Ada updated role Audited' })).toHaveAttribute('aria-expanded', 'true')

  await page.goto(`${home}/logs?resource=${id}`)
  const file = async (name: string) => {
    const href = (await page.getByRole('link', { name }).getAttribute('href')) ?? ''
    return (await page.request.get(href)).text()
  }
  const csv = (await file('Export CSV')).trim().split('\r\n')
  expect(csv).toHaveLength(3)
  expect(csv[1]).toContain('role.update')
  const lines = (await file('Export JSON lines'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ action }) => action)).toEqual(['role.update', 'role.create'])
  await page.getByLabel('Action').selectOption('role.create')
  await expect(page.getByRole('button', { name: /^Details/ })).toHaveCount(1)
  await page.getByLabel('Search events').fill('nobody is called this')
  await expect(page.getByRole('heading', { name: 'No events match' })).toBeVisible()
  await button(page, 'Clear filters').click()
  await expect(page.getByRole('button', { name: /^Details/ }).first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('renaming the organisation moves its pages: the old address is not found, the id still works', async ({ page, ask }) => {
  const { organisation } = await ask<{ organisation: { id: string } }>('{ organisation { id } }')
  try {
    await page.goto(`${home}/settings`)
    await page.getByLabel('Name').fill('Renamed Ltd.')
    await expect(page.getByText('Pages move from /example to /renamed-ltd.')).toBeVisible()
    await button(page, 'Rename').click()
    await expect(page).toHaveURL(/\/renamed-ltd\/settings$/)
    await expect(page.getByLabel('Name')).toHaveValue('Renamed Ltd.')
    expect((await page.goto(`${home}/settings`))?.status()).toBe(404)
    expect((await page.goto(`/${organisation.id}/settings`))?.status()).toBe(200)
  } finally {
    await ask('mutation { renameOrganisation(input: { name: "Example" }) { organisation { name } } }')
  }
})

test('appearance counts at once and is remembered', async ({ page, complaints }) => {
  await page.goto(`${home}/settings/appearance`)
  await page.getByLabel('Dark').check()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.getByLabel('Dark')).toBeChecked()
  await page.getByLabel('System').check()
  expect(complaints).toEqual([])
})

test('WEB-14 hostile names are text wherever they stand', async ({ page, ask, baseURL, complaints }) => {
  const create = 'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }'
  const { createRole } = await ask<{ createRole: { role: { id: string } } }>(create, {
    input: { name: '<img src=x onerror=alert(1)>', permissions: {} },
  })
  const person = newPerson('<img src=x onerror=alert(2)></script>{{7*7}}')
  await join(ask, baseURL, person, createRole.role.id)
  page.on('dialog', (dialog) => complaints.push(dialog.message()))
  const { members } = await ask<{ members: { edges: { node: { id: string } }[] } }>(
    'query ($filter: MemberFilter) { members(filter: $filter) { edges { node { id } } } }',
    { filter: { search: person.email } },
  )
  const paths = [
    '/access/members',
    `/access/members/${members.edges[0]?.node.id}`,
    '/access/roles',
    `/access/roles/${createRole.role.id}`,
    '/logs',
  ]
  for (const path of paths) {
    await page.goto(home + path)
    await expect(page.getByText('<img src=x').filter({ visible: true }).first()).toBeVisible()
    expect(await page.locator('img').count(), path).toBe(0)
  }
  expect(complaints).toEqual([])
})

/** Each page, and what is there once its data is. */
const pages: [path: string, shown: string][] = [
  ['/access/members', 'ada@example.org'],
  ['/access/roles', 'External identities'],
  ['/access/roles/new', 'Mark it with a colour'],
  ['/access/authentication', 'This session'],
  ['/logs', 'Export JSON lines'],
  ['/settings', 'It is part of the address'],
  ['/settings/appearance', 'Comfortable'],
  ['/settings/about', 'Apache-2.0'],
]
for (const [path, shown] of pages) {
  test(`${path} is accessible, wide and narrow, light and dark`, async ({ page, complaints }) => {
    await expectAccessible(page, home + path, () => expect(page.getByText(shown).filter({ visible: true }).first()).toBeVisible())
    expect(complaints).toEqual([])
  })
}
