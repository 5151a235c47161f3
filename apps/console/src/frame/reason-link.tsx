'use client'

import { Link } from '../components/link.tsx'
import { useViewerIfAny } from './viewer.tsx'

/** A code of the vocabulary, leading to what the documentation says about it. */
export function ReasonLink({ code }: { code: string }) {
  const viewer = useViewerIfAny()
  if (!viewer) return <code className="font-mono">{code}</code>
  return (
    <Link href={`/${viewer.organisation.slug}/developers/docs/troubleshooting#${code}`} className="link font-mono">
      {code}
    </Link>
  )
}
