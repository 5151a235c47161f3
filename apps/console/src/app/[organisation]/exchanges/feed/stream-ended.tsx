import { CircleAlert } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { Link } from '../../../../components/link.tsx'
import type { StreamState } from './use-exchange-stream.ts'

/** The server has ended the stream for good: says why, and the way on. */
export function StreamEnded({ state }: { state: StreamState }) {
  const pathname = usePathname()
  if (state !== 'signed_out' && state !== 'forbidden') return null
  return (
    <p role="alert" className="flex items-start gap-2 rounded-lg border border-warning bg-warning-soft px-4 py-3">
      <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-warning" />
      {state === 'forbidden' ? (
        'Your role may no longer read exchanges. What you see is from before.'
      ) : (
        <span>
          You have been signed out. What you see is from before.{' '}
          <Link className="link" href={`/login?next=${encodeURIComponent(pathname)}`}>
            Sign in again
          </Link>
        </span>
      )}
    </p>
  )
}
