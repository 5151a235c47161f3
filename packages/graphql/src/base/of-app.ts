/** What belongs to one app, or everything where none is named. */
export const ofApp = <Row extends { appId: string }>(rows: readonly Row[], appId: string | null | undefined): readonly Row[] =>
  appId === null || appId === undefined ? rows : rows.filter((row) => row.appId === appId)
