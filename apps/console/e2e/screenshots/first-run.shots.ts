import { expect, test } from '../watch.ts'
import { inBothThemes } from './in-both-themes.ts'

// Before the others: once somebody owns the server, nobody is asked to set it up.
test('setup', async ({ page }) => {
  await inBothThemes(page, 'setup', [1280, 360], async () => {
    await page.goto(`/setup#${process.env.E2E_SETUP_CODE}`)
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  })
})
