import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { makeAccount } from './account-data.ts'
import { expect, home, test } from './console.ts'

const field = (page: Page) => page.getByRole('combobox', { name: 'Page, name, request id or command' })

/** Keys work once the page has come to life. */
async function openPage(page: Page, path: string) {
  await page.goto(home + path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.waitForLoadState('networkidle')
}

test('a page and a thing are reached by name, from the keyboard', async ({ page, ask, complaints }) => {
  const { id, name } = await makeAccount(ask)
  await openPage(page, '')
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('audit')
  await expect(page.getByRole('option', { name: 'Audit Logs' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${home}/logs`)

  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type(name)
  await expect(page.getByRole('option', { name })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`${home}/access/service-accounts/${id}`))
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveCount(2)
  expect(complaints).toEqual([])
})

test('an exchange is found by its request id', async ({ page, ask }) => {
  await ask('mutation { startLab { userErrors { message } } }')
  const { sendPersonaLogin } = await ask<{ sendPersonaLogin: { exchange: { id: string; requestId: string } } }>(
    'mutation { sendPersonaLogin(input: { personaId: "aws-role" }) { exchange { id requestId } userErrors { message } } }',
  )
  const { id, requestId } = sendPersonaLogin.exchange
  await openPage(page, '')
  await page.getByRole('button', { name: 'Search or run a command' }).click()
  await field(page).fill(requestId)
  await page.getByRole('option', { name: requestId }).click()
  await expect(page).toHaveURL(`${home}/exchanges/${id}`)
  await ask('mutation { removeLab { userErrors { message } } }')
})

test('keys jump, search and create, but not while somebody types', async ({ page, complaints }) => {
  await openPage(page, '')
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page).toHaveURL(`${home}/access/service-accounts`)
  const search = page.getByRole('searchbox').first()
  await expect(search).toBeVisible()
  await page.keyboard.press('/')
  await expect(search).toBeFocused()
  await page.keyboard.type('gsc?')
  await expect(search).toHaveValue('gsc?')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await search.fill('')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await expect(page).toHaveURL(new RegExp(`${home}/access/service-accounts`))
  expect(complaints).toEqual([])
})

test('it is accessible in both themes, wide and narrow', async ({ page, complaints }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      await openPage(page, '')
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('option').first()).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations, `${colorScheme} ${width}`).toEqual([])
      await page.keyboard.press('Escape')
      await expect(field(page)).toHaveCount(0)
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations, `${colorScheme} ${width}`).toEqual([])
    }
  }
  expect(complaints).toEqual([])
})
