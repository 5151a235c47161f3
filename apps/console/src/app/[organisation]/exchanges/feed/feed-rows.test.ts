import { describe, expect, it } from 'vitest'
import { addOlder, type Feed, type Placed, receiveLatest, showWaiting, startFeed } from './feed-rows.ts'

const rows = (...ids: string[]): Placed[] => ids.map((id) => ({ id, cursor: `after ${id}` }))
const ids = (list: readonly Placed[]) => list.map(({ id }) => id).join('')
const page = (letters: string, hasNextPage = false) => ({ rows: rows(...letters), hasNextPage })
const told = ({ shown, waiting, gap }: Feed<Placed>) => ({ shown: ids(shown), waiting: ids(waiting), gap })

describe('a feed that is being read', () => {
  it('holds new rows back until they are asked for', () => {
    const feed = receiveLatest(startFeed(page('cba')), page('edcba'))
    expect(told(feed)).toEqual({ shown: 'cba', waiting: 'ed', gap: false })
    expect(told(showWaiting(feed))).toEqual({ shown: 'edcba', waiting: '', gap: false })
  })

  it('counts each new row once, however often it is told', () => {
    const feed = receiveLatest(receiveLatest(startFeed(page('a')), page('ba')), page('cba'))
    expect(told(feed)).toEqual({ shown: 'a', waiting: 'cb', gap: false })
  })

  it('keeps the older pages that were loaded', () => {
    const feed = addOlder(startFeed(page('dc', true)), page('ba'))
    expect(told(showWaiting(receiveLatest(feed, page('ed', true))))).toEqual({ shown: 'edcba', waiting: '', gap: false })
    expect(feed.hasOlder).toBe(false)
  })

  it('leaves no hole where more came than a page holds', () => {
    const feed = receiveLatest(startFeed(page('ba', true)), page('zyx', true))
    expect(told(feed)).toEqual({ shown: 'ba', waiting: 'zyx', gap: true })
    const after = showWaiting(feed)
    expect(told(after)).toEqual({ shown: 'zyx', waiting: '', gap: false })
    expect(after.hasOlder).toBe(true)
  })

  it('puts one that was written late where it belongs', () => {
    expect(told(receiveLatest(startFeed(page('dba')), page('dcba')))).toEqual({ shown: 'dcba', waiting: '', gap: false })
  })

  it('forgets rows that are gone, and none that are merely older than the page', () => {
    expect(told(receiveLatest(startFeed(page('cba')), page('ca')))).toEqual({ shown: 'ca', waiting: '', gap: false })
    expect(told(receiveLatest(startFeed(page('cba', true)), page('cb', true)))).toEqual({ shown: 'cba', waiting: '', gap: false })
    expect(told(receiveLatest(startFeed(page('cba')), page('')))).toEqual({ shown: '', waiting: '', gap: false })
  })

  it('takes the first rows of an empty feed', () => {
    expect(told(showWaiting(receiveLatest(startFeed(page('')), page('a'))))).toEqual({ shown: 'a', waiting: '', gap: false })
  })
})
