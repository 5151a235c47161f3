import type { Page } from '@playwright/test'
import { type Aws, allow, expect, expectAccessible, home, newAccount, region, serverArn, test, trustsServer } from './aws.ts'
import { tabTo } from './keyboard.ts'

const list = `${home}/integrations/credentials`
const form = `${list}/new`

/** Names of other stories stand beside ours. */
const named = (what: string): string => `${what} ${newAccount()}`

async function chooseRegion(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'AWS Region' }).fill('frank')
  await page.getByRole('option', { name: /Frankfurt/ }).click()
}

async function fillKeys(page: Page, keys: { accessKeyId: string; secretAccessKey: string }, name: string): Promise<void> {
  await page.getByLabel('AccessKeyId', { exact: true }).fill(keys.accessKeyId)
  await page.getByLabel('SecretAccessKey', { exact: true }).fill(keys.secretAccessKey)
  await chooseRegion(page)
  await page.getByLabel('Name', { exact: true }).fill(name)
}

const writer = (aws: Aws) => aws.addUser({ account: newAccount(), name: 'writer', policies: [allow('secretsmanager:*')] })

test('R-200 R-203 R-204: a role is set up from the sidebar on; the external id waits while somebody makes it', async ({
  page,
  aws,
  complaints,
}) => {
  const name = named('by role')
  const account = newAccount()
  await page.goto(home)
  await page.getByRole('link', { name: 'Integrations' }).click()
  await page.getByRole('link', { name: 'Third-party credentials' }).click()
  await page.getByRole('button', { name: 'Add credentials' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'AWS', exact: true }).click()
  await expect(page.getByRole('tab', { name: 'Assume Role' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByText(serverArn, { exact: true })).toBeVisible()

  const externalId = page.getByLabel('EXTERNAL ID (Optional)')
  await page.getByRole('button', { name: 'Generate' }).click()
  await expect(externalId).toHaveValue(/^[0-9a-f]{64}$/)
  const issued = await externalId.inputValue()
  await page.goto(list)
  await page.goto(form)
  await expect(externalId).toHaveValue(issued)

  const role = await aws.addRole({ account, name: 'sync', trust: trustsServer(issued), policies: [] })
  await page.getByLabel('ARN OF ROLE TO BE ASSUMED').fill(role.arn)
  await chooseRegion(page)
  await page.getByRole('button', { name: 'Test connection' }).click()
  const result = page.getByRole('region', { name: 'Result of the test' })
  await expect(result).toContainText('secretsmanager:ListSecrets')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await result.getByRole('button', { name: 'Copy fix' }).click()
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())).Statement).toEqual([
    { Effect: 'Allow', Action: 'secretsmanager:ListSecrets', Resource: '*' },
  ])

  await aws.addRole({ account, name: 'sync', trust: trustsServer(issued), policies: [allow('secretsmanager:*')] })
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(result).toContainText('The connection works.')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  const facts = page.getByRole('region', { name: 'At a glance' })
  await expect(facts).toContainText(account)
  await expect(facts).toContainText(issued)

  await page.goto(form)
  await expect(page.getByRole('button', { name: 'Generate' })).toBeVisible()
  await expect(externalId).toHaveValue('')
  expect(complaints).toEqual([])
})

test('a role that lets in everybody is said to be unprotected, on its page and in the list', async ({ page, aws }) => {
  const name = named('open role')
  await page.goto(form)
  await page.getByLabel('The role exists already').check()
  await expect(page.getByText('may be known to others')).toBeVisible()
  await page.getByLabel('EXTERNAL ID (Optional)').fill('theirs-since-2019')
  const role = await aws.addRole({ account: newAccount(), name: 'open', trust: trustsServer(), policies: [allow('secretsmanager:*')] })
  await page.getByLabel('ARN OF ROLE TO BE ASSUMED').fill(role.arn)
  await chooseRegion(page)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByRole('note').filter({ hasText: 'Unprotected' })).toBeVisible()
  await page.goto(`${list}?q=${encodeURIComponent(name)}`)
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('unprotected')
})

test('R-207: keys that do not work are saved on a second word only; the secret is replaced and never shown', async ({
  page,
  aws,
  complaints,
}) => {
  const name = named('by keys')
  const [old, fresh] = [await writer(aws), await writer(aws)]
  await page.goto(`${form}?kind=access-keys`)
  await expect(page.getByLabel('SecretAccessKey', { exact: true })).toHaveAttribute('type', 'password')
  await fillKeys(page, { ...old, secretAccessKey: fresh.secretAccessKey }, name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const question = page.getByRole('dialog', { name: 'Save although the test failed?' })
  await question.getByRole('button', { name: 'Save anyway' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByRole('region', { name: 'At a glance' })).toContainText('never')

  await page.getByRole('button', { name: 'Replace secret' }).click()
  const replacement = page.getByRole('dialog', { name: `Replace the secret of ${name}` })
  await expect(replacement.getByLabel('SecretAccessKey', { exact: true })).toHaveValue('')
  await replacement.getByLabel('AccessKeyId', { exact: true }).fill(fresh.accessKeyId)
  await replacement.getByLabel('SecretAccessKey', { exact: true }).fill(fresh.secretAccessKey)
  await replacement.getByRole('button', { name: 'Replace secret' }).click()
  await expect(replacement).toBeHidden()
  await expect(page.getByRole('region', { name: 'At a glance' })).toContainText(fresh.accessKeyId.slice(-4))
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  const html = await page.content()
  for (const secret of [old.secretAccessKey, fresh.secretAccessKey, fresh.accessKeyId]) expect(html).not.toContain(secret)
  expect(complaints).toEqual([])
})

test('R-206: credentials are renamed and moved to another region, and deleted after their name was typed', async ({ page, aws }) => {
  const name = named('moved')
  const role = await aws.addRole({ account: newAccount(), name: 'sync', trust: trustsServer(), policies: [allow('secretsmanager:*')] })
  await page.goto(form)
  await page.getByLabel('ARN OF ROLE TO BE ASSUMED').fill(role.arn)
  await chooseRegion(page)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.getByRole('button', { name: 'Edit' }).click()
  const edition = page.getByRole('dialog', { name: `Edit ${name}` })
  await edition.getByLabel('Name', { exact: true }).fill(`${name} to Ireland`)
  await edition.getByRole('combobox', { name: 'AWS Region' }).fill('eu-west-1')
  await page.getByRole('option', { name: /Ireland/ }).click()
  await edition.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1, name: `${name} to Ireland` })).toBeVisible()
  await expect(page.getByRole('region', { name: 'At a glance' })).toContainText('eu-west-1')

  await page.getByRole('button', { name: 'Delete credential' }).click()
  const deletion = page.getByRole('dialog', { name: `Delete ${name} to Ireland?` })
  await expect(deletion.getByText('No sync uses it.')).toBeVisible()
  await deletion.getByRole('button', { name: 'Delete credential' }).click()
  await expect(deletion.getByText('This is not the name.')).toBeVisible()
  await deletion.getByRole('textbox').fill(`${name} to Ireland`)
  await deletion.getByRole('button', { name: 'Delete credential' }).click()
  await expect(page).toHaveURL(new RegExp(`${list}$`))
  await page.goto(`${list}?q=${encodeURIComponent(name)}`)
  await expect(page.getByRole('heading', { name: 'No credentials match' })).toBeVisible()
})

test('access keys are entered with the keyboard alone, region included', async ({ page, aws }) => {
  const name = named('by keyboard')
  const keys = await writer(aws)
  await page.goto(form)
  await tabTo(page, page.getByRole('tab', { name: 'Assume Role' }))
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'Access Keys' })).toHaveAttribute('aria-selected', 'true')
  await tabTo(page, page.getByLabel('AccessKeyId', { exact: true }))
  await page.keyboard.type(keys.accessKeyId)
  await page.keyboard.press('Tab')
  await page.keyboard.type(keys.secretAccessKey)
  await tabTo(page, page.getByRole('combobox', { name: 'AWS Region' }))
  await page.keyboard.type(region)
  await expect(page.getByRole('option', { name: /Frankfurt/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Name', { exact: true }))
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
})

test('credentials and their list are accessible in both themes, wide and narrow', async ({ page, aws }) => {
  const name = named('looked at')
  await page.goto(`${form}?kind=access-keys`)
  await fillKeys(page, await writer(aws), name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  const detail = new URL(page.url()).pathname
  await expectAccessible(page, detail, () => expect(page.getByText('None that you may see.')).toBeVisible())
  await expectAccessible(page, list, () => expect(page.getByRole('table', { name: 'Third-party credentials' })).toBeVisible())
})

for (const kind of ['assume-role', 'access-keys', 'no-stored-keys']) {
  test(`the form of ${kind} is accessible in both themes, wide and narrow`, async ({ page }) => {
    await expectAccessible(page, `${form}?kind=${kind}`, () => expect(page.getByRole('tab', { name: 'CloudFormation' })).toBeVisible())
  })
}
