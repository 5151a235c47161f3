#!/usr/bin/env node
// What `npx bonafide` finds in a clone: the link is made when packages are installed, before there is a build.
import { existsSync } from 'node:fs'

const program = new URL('../dist/bonafide.mjs', import.meta.url)
if (!existsSync(program)) {
  console.error('The command is not built yet: npm run build')
  process.exit(1)
}
await import(program.href)
