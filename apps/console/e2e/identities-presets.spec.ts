import type { Page } from '@playwright/test'
import { expect, expectAccessible, home, test } from './console.ts'
import { makeIdentity, readIdentity } from './identity-data.ts'
import { tabTo } from './keyboard.ts'

const list = `${home}/access/external-identities`
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('GitHub Actions is chosen and asked about with the keyboard alone, and the answers become rules that can be read', async ({
  page,
  ask,
  baseURL,
  complaints,
}) => {
  await makeIdentity(ask, 'there before')
  await page.goto(list)
  await tabTo(page, button(page, 'Add Identity Provider'))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('dialog').getByRole('link', { name: /^GitHub Actions/ }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/new\/oidc\?preset=github-actions$/)
  await expect(page.getByRole('heading', { level: 1, name: 'New GitHub Actions identity' })).toBeVisible()
  const questions = page.getByRole('region', { name: 'Questions about GitHub Actions' })
  const answer = async (label: string, text: string) => {
    await tabTo(page, questions.getByRole('textbox', { name: new RegExp(`^${label}`) }))
    await page.keyboard.type(text)
  }
  await answer('Owner', 'acme*')
  await expect(questions.getByText('Owner must be the name of an owner: letters, digits and dashes.')).toBeVisible()
  await expect(questions.getByLabel('Owner', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.press('Backspace')
  await answer('Repository', 'shop')
  await answer('Number of the repository', '123456789')
  await answer('Number of the owner', '9876543')
  // The Enter key means the questions, and not the form: what is missing is told, and the keyboard stands there.
  await page.keyboard.press('Enter')
  await expect(questions.getByText('Name of the branch or tag must be answered.')).toBeVisible()
  await expect(questions.getByLabel('Name of the branch or tag')).toBeFocused()
  await expect(page.getByText('Nobody yet.')).toBeVisible()
  await page.keyboard.type('main')

  await expect(questions.getByText('The rules below follow your answers.')).toBeVisible()
  const subjects = ['repo:acme/shop:ref:refs/heads/main', 'repo:acme@9876543/shop@123456789:ref:refs/heads/main']
  for (const subject of subjects) await expect(button(page, `Remove subject ${subject}`)).toBeVisible()
  await expect(button(page, 'Remove rule repository_id = 123456789')).toBeVisible()
  await expect(page.getByText('Of the issuer https://token.actions.githubusercontent.com, and of no other')).toBeVisible()

  await tabTo(page, button(page, 'Save'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'github-actions acme shop main' })).toBeVisible()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  expect(await readIdentity(ask, id)).toMatchObject({
    config: { issuer: 'https://token.actions.githubusercontent.com', audiences: [baseURL], subjects, algorithms: ['RS256'] },
  })
  expect(complaints).toEqual([])
})

test('what was written by hand is kept until somebody says otherwise, and the back button leads to the platform before', async ({
  page,
  complaints,
}) => {
  await page.goto(`${list}/new/oidc?preset=unheard-of`)
  await expect(page.getByRole('heading', { level: 1, name: 'New OIDC identity' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Platform' }).selectOption('Google Cloud')
  await expect(page.getByRole('heading', { level: 1, name: 'New Google Cloud identity' })).toBeVisible()
  const unique = page.getByLabel('Unique id of the service account')
  await unique.fill('112233445566778899001')
  await button(page, 'Remove subject 112233445566778899001').click()
  await page.getByRole('textbox', { name: 'Subjects' }).fill('99887766554433221100')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Written by hand, and kept so: Subjects.')).toBeVisible()
  await unique.fill('112233445566778899002')
  await button(page, 'Fill in the rules').click()
  await expect(button(page, 'Remove subject 99887766554433221100')).toBeVisible()
  await expect(button(page, 'Remove subject 112233445566778899002')).toHaveCount(0)
  await button(page, 'Replace what I wrote').press('Enter')
  await expect(button(page, 'Fill in the rules')).toBeFocused()
  await expect(button(page, 'Remove subject 112233445566778899002')).toBeVisible()
  await expect(button(page, 'Remove subject 99887766554433221100')).toHaveCount(0)
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'New OIDC identity' })).toBeVisible()
  await expect(page.getByText('Nobody yet.')).toBeVisible()
  expect(complaints).toEqual([])
})

test('the questions can be used by everybody, in both themes and at every width', async ({ page, complaints }) => {
  await expectAccessible(page, `${list}/new/oidc?preset=github-actions`, async () => {
    await page.getByLabel('Owner', { exact: true }).fill('acme*')
    await expect(page.getByText(/^Owner must be the name of an owner/)).toBeVisible()
  })
  await expectAccessible(page, `${list}/new/oidc?preset=kubernetes`, () => expect(page.getByLabel('Namespace')).toBeVisible())
  expect(complaints).toEqual([])
})

test('an issuer that cannot be reached is told before anybody depends on it', async ({ page, ask, complaints }) => {
  const [issuer, audience] = ['https://issuer.example.com', 'https://bonafide.example']
  const probe = page.getByRole('region', { name: 'Issuer', exact: true })
  const trouble = probe.getByText(`${issuer}/.well-known/openid-configuration could not be asked`)
  const id = await makeIdentity(ask, 'out of reach', { config: { oidc: { issuer, audiences: [audience], subjects: ['ada'] } } })
  await page.goto(`${list}/${id}/settings`)
  await probe.getByRole('button', { name: 'Ask the issuer' }).click()
  await expect(trouble).toBeVisible()

  await page.goto(`${list}/new/oidc?issuer=${issuer}&audiences=${audience}`)
  await expect(probe.getByRole('button', { name: 'Ask the issuer' })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Subjects' }).fill('ada')
  await page.keyboard.press('Enter')
  await probe.getByRole('button', { name: 'Ask the issuer' }).click()
  await expect(trouble).toBeVisible()
  await expect(probe.getByRole('list', { name: 'Keys of the issuer' })).toHaveCount(0)
  // An answer about one issuer says nothing of the next.
  await page.getByRole('textbox', { name: 'Issuer', exact: true }).fill('https://other.example.com')
  await expect(trouble).toHaveCount(0)
  expect(complaints).toEqual([])
})
