import { type NextRequest, NextResponse } from 'next/server'
import { nonceHeader, pagePathHeader } from './server/page-headers.ts'

/** Gives each page a policy of its own: only scripts that carry this page's nonce run, and nobody may frame it. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  const policy = contentSecurityPolicy(nonce)
  // Next.js takes the nonce from this request header, so whatever the browser sent under these names is replaced.
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.delete('content-security-policy-report-only')
  headers.set(nonceHeader, nonce)
  headers.set(pagePathHeader, request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('cache-control', 'no-store')
  return response
}

// Everything but files with a hash in their name and the machines' paths, whose bodies must not be buffered here.
export const config = {
  matcher: [
    '/((?!_next/static|api/|service/|public/|v1/|identities/|oauth/|secrets/|\\.well-known/|healthz$|readyz$|health/|metrics$|openapi\\.json$).*)',
  ],
}

function contentSecurityPolicy(nonce: string): string {
  // React's error overlay evaluates code and brings styles along; only `next dev` shows it.
  const development = isDevelopment ? " 'unsafe-eval'" : ''
  const styles = isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`
  const directives = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    `style-src 'self' ${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
  ]
  return directives.join('; ')
}

// biome-ignore lint/style/noProcessEnv: the bundler replaces this with a constant; nothing is read at run time
const isDevelopment = process.env.NODE_ENV === 'development'
