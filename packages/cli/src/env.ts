/** What the command reads from its surroundings. Nothing else in this package looks at `process.env`. */
export interface Environment {
  /** `BONAFIDE_HOST`, else `PHASE_HOST`. */
  host?: string
  /** `BONAFIDE_TOKEN`, else `PHASE_SERVICE_TOKEN`; `tokenVariable` says which. */
  token?: string
  tokenVariable?: 'BONAFIDE_TOKEN' | 'PHASE_SERVICE_TOKEN'
  /** The file in which `run` keeps a token for its command. */
  tokenFile?: string
  profile?: string
  caFile?: string
  /** `BONAFIDE_KEYRING=off`: always the file, never the system's keyring. */
  keyringOff: boolean
  /** `BONAFIDE_DEBUG=http`. */
  debugHttp: boolean
  /** `CI=true`, as every CI system sets it: never prompt. */
  ci: boolean
  noColor: boolean
  forceColor: boolean
  /** `$GITHUB_ENV`: the file by which a step hands variables to the following ones. */
  githubEnvFile?: string
  home?: string
  configHome?: string
  stateHome?: string
  /** `XDG_RUNTIME_DIR`. */
  runtimeFolder?: string
  appData?: string
  localAppData?: string
  /** Everything, for child processes and for the clouds' own credential chains. */
  all: Readonly<Record<string, string | undefined>>
}

/** Reads the environment once. A variable that is empty counts as not set. */
export function readEnvironment(): Environment {
  const all = { ...process.env }
  const value = (name: string) => all[name] || undefined
  const tokenVariable = value('BONAFIDE_TOKEN') ? 'BONAFIDE_TOKEN' : value('PHASE_SERVICE_TOKEN') ? 'PHASE_SERVICE_TOKEN' : undefined
  return {
    host: value('BONAFIDE_HOST') ?? value('PHASE_HOST'),
    token: tokenVariable && value(tokenVariable)?.trim(),
    tokenVariable,
    tokenFile: value('BONAFIDE_TOKEN_FILE'),
    profile: value('BONAFIDE_PROFILE'),
    caFile: value('BONAFIDE_CA_FILE'),
    keyringOff: value('BONAFIDE_KEYRING') === 'off',
    debugHttp: value('BONAFIDE_DEBUG') === 'http',
    ci: ['true', '1'].includes(value('CI') ?? ''),
    // no-color.org: any value that is not empty.
    noColor: value('NO_COLOR') !== undefined || value('TERM') === 'dumb',
    forceColor: !['0', 'false', undefined].includes(value('FORCE_COLOR')),
    githubEnvFile: value('GITHUB_ENV'),
    home: value('HOME') ?? value('USERPROFILE'),
    configHome: value('XDG_CONFIG_HOME'),
    stateHome: value('XDG_STATE_HOME'),
    runtimeFolder: value('XDG_RUNTIME_DIR'),
    appData: value('APPDATA'),
    localAppData: value('LOCALAPPDATA'),
    all,
  }
}
