import type { Page } from '@playwright/test'
import { expect, expectAccessible, home, test } from './console.ts'
import { makeIdentity, makeServiceAccount, objectId, readIdentity, removeIdentities, roleArn, tenantId } from './identity-data.ts'
import { lookAs } from './invited.ts'
import { tabTo } from './keyboard.ts'

const list = `${home}/access/external-identities`
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const idOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''

async function created(page: Page, name: string): Promise<string> {
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  return idOf(page)
}

test('R-090 R-091 R-096 an organisation that trusts nobody is shown how a login works, and the cards lead to the forms', async ({
  page,
  ask,
  complaints,
}) => {
  await removeIdentities(ask)
  await expectAccessible(page, list, () => expect(page.getByRole('heading', { name: 'Set up a new identity' })).toBeVisible())
  await page.goto(home)
  await page.getByRole('link', { name: 'Access Control' }).click()
  await page.getByRole('link', { name: 'External Identities', exact: true }).click()
  await expect(page.getByText('proof of identity')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Try it in the Lab' })).toHaveAttribute('href', `${home}/lab`)
  await page.getByRole('link', { name: /^Azure(?! DevOps)/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'New Azure identity' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('R-092 R-093 R-097 an AWS identity is made with the keyboard alone, and explained while it is typed', async ({
  page,
  ask,
  complaints,
}) => {
  await makeIdentity(ask, 'the first')
  await makeServiceAccount(ask, 'a-deployer')
  await page.goto(list)
  const add = button(page, 'Add Identity Provider')
  await tabTo(page, add)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Add Identity Provider' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(add).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('dialog').getByRole('link', { name: /^AWS IAM/ }))
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { level: 1, name: 'New AWS IAM identity' })).toBeVisible()
  await tabTo(page, page.getByLabel('Identity Name'))
  await page.keyboard.type('prod-ec2')
  await tabTo(page, page.getByRole('textbox', { name: 'Trusted principal ARNs' }))
  await page.keyboard.type('arn:aws:iam::*:role/web-prod,')
  await expect(page.getByText('Must name one account by its 12 digits; an account cannot be a wildcard.')).toBeVisible()
  await page.keyboard.press('Backspace')
  await page.keyboard.type(`${roleArn} `)
  await expect(page.getByText('Will match any session of role web-prod in 111122223333.')).toBeVisible()
  await expect(page.getByText('STS leaves out the path of a role, so /team/ takes no part in the comparison.')).toBeVisible()
  await tabTo(page, page.getByLabel('Token Default TTL'))
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('1h30m')
  await expect(page.getByText('= 5\u202f400 s')).toBeVisible()
  await expect(page.getByText('Tokens live 1h30m, at most 24h')).toBeVisible()
  await tabTo(page, page.getByRole('checkbox', { name: 'a-deployer' }))
  await page.keyboard.press('Space')
  await tabTo(page, button(page, 'Save'))
  await page.keyboard.press('Enter')

  const id = await created(page, 'prod-ec2')
  await expect(page.getByText('prod-ec2 was created')).toBeVisible()
  expect(await readIdentity(ask, id)).toMatchObject({
    tokenName: 'aws-iam',
    defaultTtl: 5400,
    maxTtl: 86_400,
    boundAccountCount: 1,
    config: { principals: [roleArn], signatureExpirySeconds: 60, stsEndpoint: null },
  })
  await page.goto(list)
  await expect(page.getByRole('row', { name: /prod-ec2/ })).toContainText('role web-prod in 111122223333')
  expect(complaints).toEqual([])
})

test('R-040 R-049 what is wrong is told at its field and at the top, and the first field has the focus', async ({ page, complaints }) => {
  await page.goto(`${list}/new/aws-iam`)
  await page.getByLabel('Token Max TTL').fill('30m')
  await page.getByLabel('Identity Name').fill('x')
  await expect(page.getByText('Token Default TTL must not be above the maximum TTL.')).toHaveCount(0)
  await page.getByLabel('Identity Name').fill('')
  await button(page, 'Save').click()
  await expect(page.getByText('3 things keep this from being saved')).toBeVisible()
  await expect(page.getByLabel('Identity Name')).toBeFocused()
  await expect(page.getByLabel('Identity Name')).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('link', { name: 'Token Default TTL must not be above the maximum TTL.' }).click()
  await expect(page.getByLabel('Token Default TTL')).toBeFocused()
  await page.getByLabel('Token Default TTL').fill('soon')
  await expect(page.getByText('Token Default TTL must be a duration such as 90, 60s, 10m, 2h, 7d or 1h30m.').last()).toBeVisible()
  expect(complaints).toEqual([])
})

test('R-063 R-099 the STS endpoint is found by region, by name and by URL', async ({ page, ask, complaints }) => {
  await page.goto(`${list}/new/aws-iam?principals=${roleArn}&name=pinned`)
  await expect(page.getByText('Some fields were filled in by the link')).toBeVisible()
  for (const section of ['Basics', 'Trusted entities', 'Token configuration'])
    await expect(page.getByRole('region', { name: section })).toBeVisible()
  await button(page, 'Advanced settings').click()
  await page.getByLabel('STS endpoint').click()
  const dialog = page.getByRole('dialog', { name: 'STS endpoint' })
  const endpoints = dialog.getByRole('listitem')
  await expect(endpoints.first()).toContainText('Any endpoint of the partition')
  const search = dialog.getByLabel('Search by region, name or URL')
  await search.fill('(frankfurt)')
  await expect(endpoints).toHaveCount(2)
  await search.fill('sts-fips.us-east-1')
  await expect(endpoints.last()).toContainText('FIPS')
  await search.fill('eu-central-1')
  await endpoints.last().getByRole('button').click()
  await expect(page.getByText('Signed for sts.eu-central-1.amazonaws.com alone')).toBeVisible()
  await button(page, 'Save and test').click()
  await expect(page).toHaveURL(/\/test$/)
  const id = new URL(page.url()).pathname.split('/').at(-2) ?? ''
  expect(await readIdentity(ask, id)).toMatchObject({ config: { stsEndpoint: 'https://sts.eu-central-1.amazonaws.com' } })
  expect(complaints).toEqual([])
})

test('R-080 R-084 an Azure identity is filled in from a token that was pasted', async ({ page, ask, complaints }) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = `${part({ alg: 'RS256' })}.${part({ tid: tenantId, oid: objectId, aud: 'https://management.azure.com/' })}.c2ln`
  await page.goto(`${list}/new/azure`)
  await page.getByLabel('Identity Name').fill('aks-workers')
  await page.getByLabel('Tenant ID').fill('contoso')
  await page.getByLabel('Tenant ID').blur()
  await expect(page.getByText('Tenant ID must be the id of a directory (tenant), a UUID.')).toBeVisible()
  await page.getByLabel('Tenant ID').fill('')
  await page.getByLabel(/Output of az account/).fill(token)
  await expect(page.getByText('Resource / Audience (aud)')).toBeVisible()
  await button(page, 'Use this tenant').click()
  await button(page, 'Add this id').click()
  await expect(page.getByText('Matches')).toHaveCount(3)
  await expect(page.getByText('Tokens for Azure management go to other services too')).toBeVisible()
  await button(page, 'Save').click()
  const id = await created(page, 'aks-workers')
  expect(await readIdentity(ask, id)).toMatchObject({
    tokenName: 'azure-entra',
    config: { tenantId, resource: 'https://management.azure.com/', allowedServicePrincipalIds: [objectId] },
  })
  expect(complaints).toEqual([])
})

test('a GitHub identity is made with the keyboard alone: a token is pasted into the check and fills it in', async ({
  page,
  ask,
  complaints,
}) => {
  const issuer = 'https://token.actions.githubusercontent.com'
  const [sub, aud] = ['repo:acme/shop:ref:refs/heads/main', 'https://bonafide.example']
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iss: issuer, sub, aud, repository_id: '123456', ref: 'refs/heads/main', event_name: 'push' }
  await makeIdentity(ask, 'there already')
  await page.goto(list)
  await tabTo(page, button(page, 'Add Identity Provider'))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('dialog').getByRole('link', { name: /^OIDC/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'New OIDC identity' })).toBeVisible()
  await tabTo(page, page.getByLabel('Identity Name'))
  await page.keyboard.type('github-main')

  await tabTo(page, page.getByLabel('A token of the issuer'))
  await page.keyboard.insertText(`${part({ alg: 'RS256' })}.${part(claims)}.c2ln`)
  await tabTo(page, button(page, 'Use this issuer'))
  for (const offered of ['Use this issuer', 'Add this audience', 'Add this subject', 'Pin repository_id 123456']) {
    await expect(button(page, offered)).toBeFocused()
    await page.keyboard.press('Enter')
  }
  await expect(page.getByLabel('A token of the issuer')).toBeFocused()
  await expect(page.getByText('Matches')).toHaveCount(4)
  await expect(page.getByText('No match')).toHaveCount(0)
  await expect(page.getByText(`Of the issuer ${issuer}, and of no other`)).toBeVisible()

  const rules = page.getByRole('textbox', { name: 'Further claims' })
  await tabTo(page, rules)
  await page.keyboard.type('ref in refs/heads/main, refs/heads/next')
  await page.keyboard.press('Enter')
  await expect(button(page, 'Remove rule ref in refs/heads/main, refs/heads/next')).toBeVisible()
  await page.keyboard.type('event_name is push')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Must read like ref = refs/)).toBeVisible()
  await page.keyboard.press('Backspace')
  await expect(rules).toHaveValue('event_name is push')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('event_name = push')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Matches')).toHaveCount(6)

  await tabTo(page, button(page, 'Advanced settings'))
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('URL of the keys')).toHaveCount(0)
  await tabTo(page, page.getByLabel('Keys', { exact: true }))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByLabel('URL of the keys')).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByLabel('URL of the keys')).toHaveCount(0)
  await tabTo(page, button(page, 'Save'))
  await page.keyboard.press('Enter')

  const id = await created(page, 'github-main')
  expect(await readIdentity(ask, id)).toMatchObject({
    tokenName: 'oidc',
    config: {
      issuer,
      audiences: [aud],
      subjects: [sub],
      claims: ['repository_id = 123456', 'ref in refs/heads/main, refs/heads/next', 'event_name = push'],
      keySource: 'DISCOVERY',
      algorithms: ['RS256', 'ES256'],
    },
  })
  await expect(page.getByRole('radio', { name: 'GitHub Actions', exact: true })).toBeChecked()
  expect(complaints).toEqual([])
})

test('an issuer that this server is not to ask is refused at its field', async ({ page, complaints }) => {
  await page.goto(`${list}/new/oidc?name=inside&issuer=https://localhost&audiences=https://bonafide.example&subjects=ada`)
  await button(page, 'Save').click()
  await expect(page.getByRole('textbox', { name: 'Issuer', exact: true })).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText(/^Issuer must name a host that the Internet knows/).first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('what was written is not lost by a click elsewhere', async ({ page, complaints }) => {
  await page.goto(`${list}/new/aws-iam`)
  await page.getByLabel('Identity Name').fill('half done')
  await page.getByRole('link', { name: 'Cancel' }).click()
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
  await dialog.getByRole('button', { name: 'Stay here' }).click()
  await expect(page.getByLabel('Identity Name')).toHaveValue('half done')
  await page.getByRole('link', { name: 'Cancel' }).click()
  await dialog.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'External Identities' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('filters and pages are in the address, and the back button takes them back', async ({ page, ask, complaints }) => {
  for (let count = 0; count < 30; count++) await makeIdentity(ask, `paged-${String(count).padStart(2, '0')}`)
  await page.goto(`${list}?q=paged-`)
  await expect(page.getByText('25 of 30 external identities')).toBeVisible()
  await button(page, 'Next').click()
  await expect(page.getByText('5 of 30 external identities')).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('link', { name: 'paged-00' })).toBeVisible()
  await button(page, 'Name').click()
  await expect(page).toHaveURL(/direction=DESC/)
  await expect(page.getByRole('link', { name: 'paged-29' })).toBeVisible()
  await page.getByLabel('Status').selectOption('disabled')
  await expect(page).toHaveURL(/status=disabled/)
  await expect(page.getByText('No external identities match')).toBeVisible()
  await button(page, 'Clear filters').click()
  await page.getByLabel('Search external identities').fill('paged-07')
  await expect(page.getByText('1 of 1 external identities')).toBeVisible()
  await button(page, 'Actions for paged-07').click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await expect(page.getByRole('row', { name: /paged-07/ })).toContainText('Disabled')
  await button(page, 'Undo').click()
  await expect(page.getByRole('row', { name: /paged-07/ })).toContainText('Enabled')
  expect(complaints).toEqual([])
})

const rights: Record<string, string[]> = {
  'nothing of it': [],
  'reading alone': ['READ'],
  'reading and creating': ['READ', 'CREATE'],
  'reading and changing': ['READ', 'UPDATE'],
  'reading and deleting': ['READ', 'DELETE'],
}
for (const [name, actions] of Object.entries(rights)) {
  test(`R-095 somebody who may do ${name} is offered no more`, async ({ page, context, ask, baseURL, complaints }) => {
    const id = await makeIdentity(ask, `seen-${actions.join('-')}`)
    await lookAs(context, ask, baseURL ?? '', [{ resource: 'ExternalIdentities', actions }])
    await page.goto(`${list}?q=seen-${actions.join('-')}`)
    if (!actions.includes('READ')) {
      await expect(page.getByRole('heading', { name: 'You may not see external identities' })).toBeVisible()
      await expect(page.getByText('ExternalIdentities: read')).toBeVisible()
      await page.goto(`${list}/${id}/settings`)
      await expect(page.getByRole('heading', { name: 'You may not see external identities' })).toBeVisible()
      return
    }
    await button(page, `Actions for seen-${actions.join('-')}`)
      .first()
      .click()
    await expect(page.getByRole('menuitem', { name: 'View' })).toBeVisible()
    const offered = async (item: string) => (await page.getByRole('menuitem', { name: item }).count()) > 0
    expect(await offered('Edit')).toBe(actions.includes('UPDATE'))
    expect(await offered('Disable')).toBe(actions.includes('UPDATE'))
    expect(await offered('Delete')).toBe(actions.includes('DELETE'))
    await page.keyboard.press('Escape')
    expect((await button(page, 'Add Identity Provider').count()) > 0).toBe(actions.includes('CREATE'))
    await page.goto(`${list}/new/aws-iam`)
    if (!actions.includes('CREATE')) await expect(page.getByText('ExternalIdentities: create')).toBeVisible()
    else await expect(page.getByLabel('Identity Name')).toBeVisible()
    await page.goto(`${list}/${id}/settings`)
    if (!actions.includes('UPDATE')) await expect(page.getByText('ExternalIdentities: update')).toBeVisible()
    else await expect(page.getByLabel('Identity Name')).toHaveValue(`seen-${actions.join('-')}`)
    expect((await button(page, 'Delete identity').count()) > 0).toBe(actions.includes('DELETE'))
    expect(complaints).toEqual([])
  })
}
