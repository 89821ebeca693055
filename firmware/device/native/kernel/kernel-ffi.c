/* Written by `npm run native`: the kernel there is, and plain functions for the SDK to call. */
#include "kernel.h"

static Kernel kernel;

extern void footfall_kernel_construct(double scale_accel_ug, double scale_gyro_udps, double scale_rate_Hz, double accelOnlyScale_accel_ug, double accelOnlyScale_gyro_udps, double accelOnlyScale_rate_Hz, int32_t sensorHeight_mm, int32_t effort);
void footfall_kernel_construct(double scale_accel_ug, double scale_gyro_udps, double scale_rate_Hz, double accelOnlyScale_accel_ug, double accelOnlyScale_gyro_udps, double accelOnlyScale_rate_Hz, int32_t sensorHeight_mm, int32_t effort)
{
	const FrameScale scale = { scale_accel_ug, scale_gyro_udps, scale_rate_Hz };
	const FrameScale accelOnlyScale = { accelOnlyScale_accel_ug, accelOnlyScale_gyro_udps, accelOnlyScale_rate_Hz };
	Kernel_construct(&kernel, &scale, &accelOnlyScale, sensorHeight_mm, effort);
}

extern void footfall_kernel_start_lsm6dso(int32_t slotTicks, int32_t tick_q16, uint8_t averages, int32_t now_us);
void footfall_kernel_start_lsm6dso(int32_t slotTicks, int32_t tick_q16, uint8_t averages, int32_t now_us)
{
	Kernel_startLsm6dso(&kernel, slotTicks, tick_q16, averages != 0, now_us);
}

extern void footfall_kernel_start_lsm6dso_accel_only(int32_t slotTicks, int32_t tick_q16, int32_t now_us);
void footfall_kernel_start_lsm6dso_accel_only(int32_t slotTicks, int32_t tick_q16, int32_t now_us)
{
	Kernel_startLsm6dsoAccelOnly(&kernel, slotTicks, tick_q16, now_us);
}

extern void footfall_kernel_start_icm42688p(int32_t slot_us, uint8_t both, int32_t settling);
void footfall_kernel_start_icm42688p(int32_t slot_us, uint8_t both, int32_t settling)
{
	Kernel_startIcm42688p(&kernel, slot_us, both != 0, settling);
}

extern void footfall_kernel_expect_icm42688p(int32_t newest_us, int32_t waiting, int32_t slot_q16);
void footfall_kernel_expect_icm42688p(int32_t newest_us, int32_t waiting, int32_t slot_q16)
{
	Kernel_expectIcm42688p(&kernel, newest_us, waiting, slot_q16);
}

extern void footfall_kernel_resync(void);
void footfall_kernel_resync(void)
{
	Kernel_resync(&kernel);
}

extern void footfall_kernel_interrupt(void);
void footfall_kernel_interrupt(void)
{
	Kernel_interrupt(&kernel);
}

extern void footfall_kernel_set_foot(int32_t foot);
void footfall_kernel_set_foot(int32_t foot)
{
	Kernel_setFoot(&kernel, foot);
}

extern void footfall_kernel_set_moving(uint8_t moving);
void footfall_kernel_set_moving(uint8_t moving)
{
	Kernel_setMoving(&kernel, moving != 0);
}

extern int32_t footfall_kernel_take(uint8_t *block, int32_t units);
int32_t footfall_kernel_take(uint8_t *block, int32_t units)
{
	if (units < 0 || units > 64)
		return INT32_MIN;
	return Kernel_take(&kernel, block, units);
}

extern void footfall_kernel_tell(int32_t *report);
void footfall_kernel_tell(int32_t *report)
{
	Kernel_tell(&kernel, report);
}

extern int32_t footfall_kernel_next(int32_t *record);
int32_t footfall_kernel_next(int32_t *record)
{
	return Kernel_next(&kernel, record);
}
