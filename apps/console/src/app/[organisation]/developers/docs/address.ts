import { slugOf } from '../../../../documentation/names.ts'

/** Where the pages of one organisation's console are: `/acme/developers/docs`. */
export const documentationPath = (organisation: string): string => `/${organisation}/developers/docs`

export const pagePath = (base: string, slug: string): string => (slug === '' ? base : `${base}/${slug}`)

/** Where a link of a page leads in the console; undefined for files that are in the repository alone. */
export function addressOf(href: string, base: string): string | undefined {
  if (href.startsWith('#') || href.startsWith('https://')) return href
  const [, file, anchor = ''] = /^([\w.-]+\.md)(#.*)?$/.exec(href) ?? []
  return file === undefined ? undefined : pagePath(base, slugOf(file)) + anchor
}
