import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import './style.css'

export const metadata: Metadata = {
  title: { default: 'Bonafide', template: '%s · Bonafide' },
  description: 'Workloads prove who they are instead of carrying secrets.',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { colorScheme: 'light dark' }

export default async function Layout({ children }: { children: ReactNode }) {
  // Pages carry a nonce of their own, so none may be made at build time.
  await headers()
  return (
    <html lang="en">
      <body>
        <header className="top">
          <a href="/" className="brand">
            Bonafide
          </a>
        </header>
        <main>{children}</main>
      </body>
    </html>
  )
}
