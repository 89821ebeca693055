/* Stands around each pass of the kernel (hand.ts writes the calls). */
#ifndef COUNT_H
#define COUNT_H

void count_enter(int pass);
void count_leave(void);

#endif
