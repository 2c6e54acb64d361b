export type { Comparison } from './comparison';
export { compare } from './comparison';
export { HistoryClient, HistoryRefused, type HistoryRequest } from './history_client';
export { MatchingSteps } from './matching_steps';
export { PastGraph, type Happening } from './past_graph';
export { Seeker } from './seeker';
export type { Author, Bucket, CommitFilter, TimelineData } from './wire';
