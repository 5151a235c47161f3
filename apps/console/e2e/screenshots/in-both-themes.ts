import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

const folder = join(import.meta.dirname, '../../../../docs/screenshots')

/** Takes `<name>-<theme>.png`, and `<name>-360-<theme>.png` as a phone shows it; `open` brings the page to where it shows what it is for. */
export async function inBothThemes(page: Page, name: string, widths: readonly number[], open: () => Promise<void>): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of widths) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 800 })
      // An address that differs from the last one by its fragment alone would open nothing anew.
      await page.goto('about:blank')
      await open()
      await page.screenshot({ path: join(folder, `${name}${width === 360 ? '-360' : ''}-${colorScheme}.png`), caret: 'hide' })
    }
  }
}
