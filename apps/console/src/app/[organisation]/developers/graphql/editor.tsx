'use client'

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef, useState } from 'react'

interface EditorProps {
  label: string
  value: string
  onChange: (value: string) => void
  /** Ctrl or Cmd and Enter. */
  onRun: () => void
  /** The language; keep it stable until it really changes. */
  extensions: Extension
  className?: string
}

/** A code editor. Tab leaves it, as everywhere else. */
export function Editor({ label, value, onChange, onRun, extensions, className = '' }: EditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const [language] = useState(() => new Compartment())
  const latest = useRef({ value, onChange, onRun, extensions })
  useEffect(() => {
    latest.current = { value, onChange, onRun, extensions }
    const shown = view.current?.state.doc.toString()
    // Somebody else changed it: the history, or the button that tidies up.
    if (view.current && shown !== value) view.current.dispatch({ changes: { from: 0, to: shown?.length ?? 0, insert: value } })
  })
  useEffect(() => {
    if (!place.current) return
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => runNow(latest.current.onRun) }])),
          // The editor brings its styles along; the page's policy wants them signed.
          EditorView.cspNonce.of(document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''),
          // What can be written in can have the focus; some tools believe it only when it is said.
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.lineWrapping,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          typingOverSelections,
          autocompletion(),
          syntaxHighlighting(highlight),
          look,
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
          language.of(latest.current.extensions),
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [label, language])
  // The schema arrives while somebody may be writing: only the language changes then, not the editor.
  useEffect(() => view.current?.dispatch({ effects: language.reconfigure(extensions) }), [language, extensions])
  return <div ref={place} className={`overflow-auto rounded-lg border border-control bg-canvas ${className}`} />
}

function runNow(run: () => void): boolean {
  run()
  return true
}

/**
 * What is typed over a selection gets the look of what it replaces from Chromium, as a style attribute, which the page's policy refuses
 * aloud: so the editor replaces the text itself.
 */
const typingOverSelections = EditorView.domEventHandlers({
  beforeinput({ inputType, data }, view) {
    const { from, to, empty } = view.state.selection.main
    if (inputType !== 'insertText' || data === null || empty || view.composing) return false
    const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true })
    const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, data, insert))
    if (!handled) view.dispatch(insert())
    return true
  },
})

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.definitionKeyword], color: 'var(--color-accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--color-success)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--color-info)' },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: 'var(--color-warning)' },
  { tag: tags.comment, color: 'var(--color-muted)' },
])

const look = EditorView.theme({
  '&': { fontSize: '13px', color: 'var(--color-text)', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--color-accent)', outlineOffset: '-2px', borderRadius: '8px' },
  '.cm-content': { fontFamily: 'var(--font-mono)', caretColor: 'var(--color-text)', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--color-text)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--color-muted)', border: 'none' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--color-accent-soft)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--color-raised)', color: 'var(--color-text)', border: '1px solid var(--color-line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--color-accent)', color: 'var(--color-on-accent)' },
  '.cm-completionDetail': { color: 'inherit' },
})
