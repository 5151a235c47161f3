'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from './button.tsx'
import { useClock } from './clock.tsx'

interface PagerProps {
  /** What is listed, in the plural. */
  what: string
  shown: number
  /** Null above 10 000. */
  totalCount: number | null
  hasNext: boolean
  hasPrevious: boolean
  onNext: () => void
  onPrevious: () => void
}

/** How many there are, and the way to the others. */
export function Pager({ what, shown, totalCount, hasNext, hasPrevious, onNext, onPrevious }: PagerProps) {
  const { locale } = useClock()
  const number = (value: number) => value.toLocaleString(locale)
  return (
    <nav aria-label={`Pages of ${what}`} className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-sm text-muted">
        {number(shown)} of {totalCount === null ? 'more than 10 000' : number(totalCount)} {what}
      </p>
      {(hasNext || hasPrevious) && (
        <div className="flex gap-2">
          <Button disabled={!hasPrevious} onClick={onPrevious} className="disabled:opacity-50">
            <ChevronLeft size={16} aria-hidden /> Previous
          </Button>
          <Button disabled={!hasNext} onClick={onNext} className="disabled:opacity-50">
            Next <ChevronRight size={16} aria-hidden />
          </Button>
        </div>
      )}
    </nav>
  )
}
