/** Whether there is such a process, or such a group of processes when the number is negative. */
export function isAlive(pid: number): boolean;
