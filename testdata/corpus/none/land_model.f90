real :: zwt_perched(begc:endc), zwt_h, zwt_lbs   ! perched water table depth (m)
zwt_perched_col(c) = zwt(c) - frost_table(c)
import com.example.zwt_life_flutter_app
