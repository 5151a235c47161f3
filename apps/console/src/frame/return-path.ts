const elsewhere = 'https://here.invalid'

/** Where to go after signing in: the page that was asked for if it is one of ours, the start page otherwise (CWE-601). */
export function returnPath(next: string | undefined): string {
  // A browser drops control characters and reads \ as /, so what holds any of them is not a path we made.
  if (next === undefined || !/^\/(?!\/)[\x21-\x7e]*$/.test(next) || next.includes('\\')) return '/'
  if (!URL.canParse(next, elsewhere)) return '/'
  const { origin, pathname, search } = new URL(next, elsewhere)
  const isPage = origin === elsewhere && !pathname.startsWith('//') && !/^\/(login|api)(\/|$)/.test(pathname)
  return isPage ? pathname + search : '/'
}
