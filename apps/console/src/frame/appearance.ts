export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

/** Cookies, so that the server writes the right page at once and nothing flashes. They tell how it looks and nothing else. */
export const appearanceCookies = { theme: 'bonafide-theme', density: 'bonafide-density' } as const

export const themeOf = (value: string | undefined): Theme => themes.find((theme) => theme === value) ?? 'system'
export const densityOf = (value: string | undefined): Density => densities.find((density) => density === value) ?? 'comfortable'

const yearSeconds = 31_536_000

/** Shows the page so from now on, in this browser. */
export function setAppearance(what: keyof typeof appearanceCookies, value: Theme | Density): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${appearanceCookies[what]}=${value}; path=/; max-age=${yearSeconds}; samesite=lax`
  document.documentElement.dataset[what] = value
}
