import { type Ask, expect, expectAccessible, home, test } from './console.ts'
import { makeIdentity, roleArn } from './identity-data.ts'
import { tabTo } from './keyboard.ts'

const settings = `${home}/settings/trust`
const github = 'https://token.actions.githubusercontent.com'

interface Wanted {
  blockedSeverity?: 'WARNING' | 'DANGER'
  allowedIssuers?: string[]
}

async function setPolicy(ask: Ask, { blockedSeverity, allowedIssuers = [] }: Wanted): Promise<void> {
  const { trustPolicy } = await ask<{ trustPolicy: { version: number } }>('{ trustPolicy { version } }')
  await ask('mutation($input: UpdateTrustPolicyInput!) { updateTrustPolicy(input: $input) { userErrors { message } } }', {
    input: { policy: { blockedSeverity: blockedSeverity ?? null, allowedIssuers }, expectedVersion: trustPolicy.version },
  })
}

// The other stories make identities of every kind.
test.beforeEach(({ ask }) => setPolicy(ask, {}))
test.afterEach(({ ask }) => setPolicy(ask, {}))

test('N-25 the trust policy says whom it would refuse before it is saved, by the keyboard alone', async ({ page, ask, complaints }) => {
  await makeIdentity(ask, 'soon refused')
  await page.goto(settings)
  await expect(page.getByText('Nothing is limited: identities may trust whom they like.')).toBeVisible()
  await tabTo(page, page.getByRole('radio', { name: 'None' }))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'Dangerous ones', exact: true })).toBeChecked()
  await tabTo(page, page.getByLabel('Allowed issuers'))
  await page.keyboard.type('*.example.com ')
  await expect(page.getByText('It must be the URL of an issuer, or a name such as aws:111122223333.')).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Remove issuer *.example.com' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Allowed issuers'))
  await page.keyboard.type(`${github} `)
  const impact = page.getByRole('region', { name: 'What this would change' })
  await expect(impact.getByText(/would be refused/)).toBeVisible()
  // One of many, where the other stories have made theirs.
  await expect(impact.getByRole('link').first()).toBeVisible()
  await expect(impact.getByText('aws:111122223333 is not allowed').first()).toBeVisible()

  await tabTo(page, page.getByRole('button', { name: 'Save policy' }))
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: /^Refuse / })
  await expect(question).toBeVisible()
  await tabTo(page, question.getByRole('button', { name: 'Save and refuse' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('The trust policy was saved')).toBeVisible()
  await expect(page.getByRole('region', { name: 'What this means' }).getByText(/(is|are) refused/)).toBeVisible()
  const saved = await ask<{ trustPolicy: object }>('{ trustPolicy { blockedSeverity allowedIssuers } }')
  expect(saved.trustPolicy).toEqual({ blockedSeverity: 'DANGER', allowedIssuers: [github] })
  await page.goto(`${home}/logs`)
  await expect(page.getByText('changed the trust policy').filter({ visible: true }).first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('N-25 the form marks what the policy blocks, and the server says so too', async ({ page, ask, complaints }) => {
  await setPolicy(ask, { blockedSeverity: 'DANGER', allowedIssuers: ['aws:444455556666'] })
  await page.goto(`${home}/access/external-identities/new/aws-iam`)
  await expect(page.getByText('Your organisation allows one issuer alone')).toBeVisible()
  await page.getByLabel('Identity Name').fill('too wide')
  await page.getByLabel('Trusted principal ARNs').fill('arn:aws:iam::111122223333:role/*')
  await page.keyboard.press('Enter')
  await page.getByLabel('Token Max TTL').fill('30d')
  await expect(page.getByText('Blocked by the trust policy: Every role in 111122223333 is trusted')).toBeVisible()
  await expect(page.getByText(/2 findings below/)).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(
    page.getByText('The issuer aws:111122223333 is not among those that the trust policy of the organisation allows.').first(),
  ).toBeVisible()

  await page.getByRole('button', { name: 'Remove ARN arn:aws:iam::111122223333:role/*' }).click()
  await page.getByLabel('Trusted principal ARNs').fill('arn:aws:iam::444455556666:role/web')
  await page.keyboard.press('Enter')
  await page.getByLabel('Token Max TTL').fill('1d')
  await expect(page.getByText('Blocked by the trust policy')).toHaveCount(0)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'too wide', exact: true })).toBeVisible()
  expect(complaints).toEqual([])
})

test('an edit that began before another one does not overwrite it', async ({ page, ask, complaints }) => {
  await page.goto(settings)
  await expect(page.getByText('Nothing is limited')).toBeVisible()
  await setPolicy(ask, { allowedIssuers: ['aws:*', github] })
  await page.getByRole('radio', { name: 'Dangerous ones and those to be careful with' }).check()
  await page.getByRole('button', { name: 'Save policy' }).click()
  await expect(page.getByText('Somebody else has changed the trust policy meanwhile.')).toBeVisible()
  await page.getByRole('button', { name: 'Show what is saved now' }).click()
  await expect(page.getByRole('button', { name: 'Remove issuer aws:*' })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'None' })).toBeChecked()
  expect(complaints).toEqual([])
})

test('/settings/trust is accessible, wide and narrow, light and dark', async ({ page, ask, complaints }) => {
  await makeIdentity(ask, 'wide', { config: { awsIam: { principals: [roleArn, 'arn:aws:iam::111122223333:role/*'] } } })
  await setPolicy(ask, {
    blockedSeverity: 'DANGER',
    allowedIssuers: [github, 'https://login.microsoftonline.com/1b4e28ba-2fa1-41d2-883f-0016d3cca427/v2.0'],
  })
  await expectAccessible(page, settings, () =>
    expect(page.getByRole('region', { name: 'What this means' }).getByRole('link').first()).toBeVisible(),
  )
  expect(complaints).toEqual([])
})
