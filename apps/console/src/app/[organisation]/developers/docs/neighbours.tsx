'use client'

import { ArrowLeft, ArrowRight } from 'lucide-react'
import { Link } from '../../../../components/link.tsx'
import { pagePath } from './address.ts'

interface Neighbour {
  slug: string
  title: string
}

const arrow = 'flex min-h-11 items-center gap-2 rounded-lg border border-line px-4 py-2 hover:bg-hover'

/** The page before and the page after, in reading order. */
export const Neighbours = ({ before, after, base }: { before?: Neighbour; after?: Neighbour; base: string }) => (
  <nav aria-label="Previous and next page" className="mt-4 flex flex-wrap justify-between gap-3 border-t border-line pt-6">
    {before && (
      <Link href={pagePath(base, before.slug)} rel="prev" className={arrow}>
        <ArrowLeft size={16} aria-hidden />
        <span>
          <span className="sr-only">Previous: </span>
          {before.title}
        </span>
      </Link>
    )}
    {after && (
      <Link href={pagePath(base, after.slug)} rel="next" className={`${arrow} ml-auto`}>
        <span>
          <span className="sr-only">Next: </span>
          {after.title}
        </span>
        <ArrowRight size={16} aria-hidden />
      </Link>
    )}
  </nav>
)
