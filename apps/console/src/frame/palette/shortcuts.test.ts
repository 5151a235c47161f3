import { describe, expect, it } from 'vitest'
import { jumps } from './jumps.ts'
import { type KeyPress, shortcutOf } from './shortcuts.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  typing: false,
  behindDialog: false,
  ...more,
})

describe('a key', () => {
  it.each([{ ctrlKey: true }, { metaKey: true }])('opens the palette with K and %j, wherever the focus is', (modifier) => {
    expect(shortcutOf(press('k', { ...modifier, typing: true }), false)).toEqual({ kind: 'palette' })
  })

  it.each(Object.keys(jumps))('g and then %s goes to a page; alone it does not', (key) => {
    expect(shortcutOf(press(key), true)).toEqual({ kind: 'jump', path: jumps[key]?.path })
    expect(shortcutOf(press(key), false)?.kind).not.toBe('jump')
  })

  it.each(['?', '/', 'c', 'g', 'h'])('%s is a letter like any other while somebody types, or a window is open', (key) => {
    expect(shortcutOf(press(key, { typing: true }), true)).toBeUndefined()
    expect(shortcutOf(press(key, { behindDialog: true }), true)).toBeUndefined()
  })

  it.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }])('c with %j stays what the browser makes of it', (modifier) => {
    expect(shortcutOf(press('c', modifier), false)).toBeUndefined()
  })

  it('that means nothing does nothing', () => {
    for (const key of ['x', 'Enter', 'toString', '__proto__']) expect(shortcutOf(press(key), true)).toBeUndefined()
  })
})
