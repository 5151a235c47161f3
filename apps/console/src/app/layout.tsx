import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { appearanceCookies, densityOf, themeOf } from '../frame/appearance.ts'
import './style.css'

export const metadata: Metadata = {
  title: { default: 'Bonafide', template: '%s · Bonafide' },
  description: 'Workloads prove who they are instead of carrying secrets.',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { colorScheme: 'light dark' }

export default async function Layout({ children }: { children: ReactNode }) {
  // Asked for on every request: pages carry a nonce of their own, so none may be made at build time.
  const jar = await cookies()
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      data-theme={themeOf(jar.get(appearanceCookies.theme)?.value)}
      data-density={densityOf(jar.get(appearanceCookies.density)?.value)}
    >
      <body>{children}</body>
    </html>
  )
}
