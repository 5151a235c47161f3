import { join } from 'node:path'
import type { NextConfig } from 'next'

/** Sent with every page and file; the policy for scripts needs a fresh nonce for each page and comes from `src/proxy.ts`. */
const securityHeaders = [
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
]

/** Paths of the machines, for places that run Next.js without `server.ts`: the handler sees the path as it was sent. */
const machinePaths = [
  '/service',
  '/service/:path*',
  '/public/:path*',
  '/v1/:path*',
  '/identities/:path*',
  '/oauth/:path*',
  '/.well-known/:path*',
  '/secrets/:path*',
  '/health/',
  '/healthz',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/api/auth/:path*',
  '/api/cron/:path*',
  '/api/graphql',
  '/api/v1/:path*',
]

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Existing clients need their trailing slashes, and a redirect would turn their POST into a GET.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ['pg', 'graphile-worker', 'graphql', 'pino'],
  // `npm run check` checks the types of everything, tests included.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  turbopack: { root: join(import.meta.dirname, '..', '..') },
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
  rewrites: async () => ({
    beforeFiles: machinePaths.map((source) => ({ source, destination: `/api/machine${source}` })),
    afterFiles: [],
    fallback: [],
  }),
}

export default config
