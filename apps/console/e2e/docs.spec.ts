import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, expectAccessible, home, test } from './console.ts'

const place = `${home}/developers/docs`
const slugs = readdirSync(join(import.meta.dirname, '../../../docs'))
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => name.replace(/\.md$/, ''))

test('every page of docs/ is read in the console, reached from the index', async ({ page, complaints }) => {
  test.setTimeout(120_000)
  await page.goto(place)
  const links = page.getByRole('navigation', { name: 'Documentation' }).getByRole('link')
  const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  expect(paths.toSorted()).toEqual([place, ...slugs.map((slug) => `${place}/${slug}`)].toSorted())
  for (const slug of slugs) {
    await page.goto(`${place}/${slug}`)
    await expect(page.getByRole('article').getByRole('heading', { level: 2 }).first()).toBeVisible()
    const dead = await page
      .locator('article a[href^="#"]')
      .evaluateAll((all) =>
        all.map((link) => link.getAttribute('href') ?? '').filter((href) => document.getElementById(href.slice(1)) === null),
      )
    expect(dead, slug).toEqual([])
  }
  expect(complaints).toEqual([])
  await page.goto(`${place}/no-such-page`)
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
})

test('R-006 R-007 R-294 the flows are pictures with their steps in words below', async ({ page, complaints }) => {
  await page.goto(`${place}/how-it-works`)
  for (const name of [
    'A workload trades a token of its platform for a token of Bonafide, in six steps',
    'A workload in AWS proves who it is by a signed request',
    'A workload in Azure proves who it is by a token of its managed identity',
  ]) {
    const picture = page.getByRole('img', { name })
    await expect(picture).toBeVisible()
    await expect(picture).toHaveAccessibleDescription(/^1\. .+: .+\. 2\. /)
    const steps = page.locator('figure', { has: picture }).locator('xpath=following-sibling::*[1]')
    const numbers = await picture.locator('circle').count()
    expect(numbers).toBeGreaterThan(5)
    await expect(steps.getByRole('listitem')).toHaveCount(numbers)
  }
  await expect(page.getByText('Loading diagram')).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('R-296 the keyboard gets past the frame, through the parts of a page, and on to the next one', async ({ page, complaints }) => {
  await page.goto(`${place}/how-it-works`)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()

  const part = page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Azure' })
  await part.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#azure$/)
  await expect(page.locator('#azure')).toBeInViewport()

  await page.getByRole('link', { name: 'Next: The command line' }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${place}/cli`)
  await expect(page.getByRole('link', { name: 'Previous: How it works' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Documentation' }).locator('[aria-current=page]')).toHaveText('The command line')
  expect(complaints).toEqual([])
})

test('R-295 next steps lead to living pages', async ({ page }) => {
  await page.goto(`${place}/how-it-works`)
  const next = page.locator('#next-steps').locator('xpath=../following-sibling::ul[1]').getByRole('link')
  expect(await next.count()).toBeGreaterThan(3)
  for (const path of await next.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? '')))
    expect((await page.request.get(path)).status(), path).toBe(200)
})

test('the code of a refused login leads to its entry', async ({ page, ask, complaints }) => {
  await ask('mutation { startLab { userErrors { message } } }')
  const { lab } = await ask<{ lab: { personas: { id: string; expects: { code: string | null } }[] } }>(
    '{ lab { personas { id expects { code } } } }',
  )
  const refused = lab.personas.find(({ expects }) => expects.code === 'principal_not_trusted')
  const { sendPersonaLogin } = await ask<{ sendPersonaLogin: { exchange: { id: string } } }>(
    'mutation Send($personaId: String!) { sendPersonaLogin(input: { personaId: $personaId }) { exchange { id } } }',
    { personaId: refused?.id },
  )
  await page.goto(`${home}/exchanges/${sendPersonaLogin.exchange.id}`)
  await page.getByRole('link', { name: 'principal_not_trusted' }).click()
  await expect(page).toHaveURL(`${place}/troubleshooting#principal_not_trusted`)
  await expect(page.getByRole('heading', { name: 'principal_not_trusted' })).toBeInViewport()
  await ask('mutation { removeLab { userErrors { message } } }')
  expect(complaints).toEqual([])
})

test('the palette finds pages and codes', async ({ page, complaints }) => {
  await page.goto(home)
  await page.keyboard.press('Control+k')
  await page.getByLabel('Page, name, request id or command').fill('claim_mism')
  await page.getByRole('option', { name: /claim_mismatch/ }).click()
  await expect(page).toHaveURL(`${place}/troubleshooting#claim_mismatch`)
  expect(complaints).toEqual([])
})

test('a narrow screen has all pages behind one line', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 })
  await page.goto(`${place}/how-it-works`)
  await page.getByText('All pages').click()
  await page.getByRole('navigation', { name: 'Documentation' }).getByRole('link', { name: 'Kubernetes' }).click()
  await expect(page).toHaveURL(`${place}/kubernetes`)
})

for (const path of ['', '/how-it-works', '/kubernetes', '/entra-federated-credentials', '/troubleshooting', '/assertion-format']) {
  test(`${place}${path} is accessible, and the browser complains of nothing`, async ({ page, complaints }) => {
    test.setTimeout(120_000)
    await expectAccessible(page, place + path, async () => {
      await expect(page.getByRole('article').getByRole('heading', { level: 2 }).first()).toBeVisible()
    })
    expect(complaints).toEqual([])
  })
}

test('a page of documentation is for those who are signed in', async ({ page, context }) => {
  await context.clearCookies()
  await page.goto(`${place}/how-it-works`)
  await expect(page).toHaveURL(`/login?next=${encodeURIComponent(`${place}/how-it-works`)}`)
})
