import { expect, it } from 'vitest';
import { labelEvery, roundSteps, timeSteps } from './scale.ts';

it('finds round steps that nothing passes', () => {
  expect(roundSteps(0)).toEqual([0, 1]);
  expect(roundSteps(3)).toEqual([0, 1, 2, 3]);
  expect(roundSteps(97)).toEqual([0, 25, 50, 75, 100]);
  expect(roundSteps(100)).toEqual([0, 25, 50, 75, 100]);
  expect(roundSteps(1234).at(-1)).toBeGreaterThanOrEqual(1234);
});

it('finds steps of time that people use', () => {
  expect(timeSteps(45)).toEqual([0, 15, 30, 45]);
  expect(timeSteps(500)).toEqual([0, 180, 360, 540]);
  expect(timeSteps(300_000).at(-1)).toBeGreaterThanOrEqual(300_000);
});

it('leaves out labels that would run into each other', () => {
  expect(labelEvery(12, 600, 40)).toBe(1);
  expect(labelEvery(90, 600, 60)).toBe(9);
  expect(labelEvery(3, 0, 60)).toBe(180);
});
