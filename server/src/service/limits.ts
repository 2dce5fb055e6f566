/** Schedule blocks of one config that are looked at. What has more of them is no config; where a file has, it is told. */
export const MOST_BLOCKS = 3_000;
