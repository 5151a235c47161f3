import { expect, expectAccessible, home, test } from './console.ts'

const pages = ['', '/access/external-identities']

for (const path of pages) {
  test(`${home}${path} is accessible, and the browser complains of nothing`, async ({ page, complaints }) => {
    await expectAccessible(page, home + path, () => expect(page.getByRole('heading', { level: 1 })).toBeVisible())
    expect(complaints).toEqual([])
  })
}
