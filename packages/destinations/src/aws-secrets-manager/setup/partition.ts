export { partitionOfRegion } from '../regions.ts'
