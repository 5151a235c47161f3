import { Circle, CircleDashed, Equal } from 'lucide-react'
import { Link } from '../../../../../components/link.tsx'
import type { MatrixRowFragment } from './operations.generated.ts'

interface MatrixCellProps {
  cell: MatrixRowFragment['cells'][number] | undefined
  environments: readonly { id: string; name: string }[]
  href: string
}

/** What one environment has of a key, as icon and word. */
export function MatrixCell({ cell, environments, href }: MatrixCellProps) {
  if (!cell || cell.state === 'MISSING')
    return (
      <span className="inline-flex items-center gap-1.5 text-warning">
        <CircleDashed size={14} aria-hidden /> missing
      </span>
    )
  const twin = environments.find(({ id }) => id === cell.sameAs)
  return (
    <Link href={href} className="inline-flex min-h-7 items-center gap-1.5 rounded hover:underline">
      {twin ? (
        <>
          <Equal size={14} aria-hidden className="shrink-0 text-muted" /> same as {twin.name}
        </>
      ) : (
        <>
          <Circle size={10} aria-hidden className="shrink-0 fill-current text-muted" /> {cell.state === 'SEALED' ? 'sealed' : 'set'}
        </>
      )}
    </Link>
  )
}
